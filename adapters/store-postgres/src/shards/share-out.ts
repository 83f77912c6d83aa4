/** Who should have which shards: each server that lives about as many as the others. */
export interface SeenServer {
  readonly holder: string;
  readonly takesShare: boolean;
  readonly isGone: boolean;
}

export interface SeenShard {
  readonly shard: number;
  readonly holder: string | null;
}

export interface ShareOut {
  /** Those that nobody has who lives, as many as there is room for. */
  readonly take: readonly number[];
  /** How many others should have. */
  readonly surplus: number;
}

/** `me` is one of the servers. Without any that takes its share, whoever asks takes all that is free. */
export function shareOut(me: string, servers: readonly SeenServer[], shards: readonly SeenShard[]): ShareOut {
  const living = new Map(servers.filter(({ isGone }) => !isGone).map((server) => [server.holder, server]));
  const sharers = [...living.values()].filter(({ takesShare }) => takesShare).length;
  const isSharer = living.get(me)?.takesShare === true;
  const share = sharers === 0 ? shards.length : isSharer ? Math.ceil(shards.length / sharers) : 0;
  const own = shards.filter(({ holder }) => holder === me).length;
  const free = shards.filter(({ holder }) => holder === null || !living.has(holder));
  return {
    take: free.slice(0, Math.max(0, share - own)).map(({ shard }) => shard),
    surplus: Math.max(0, own - share),
  };
}
