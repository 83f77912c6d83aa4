/** Who should have which shards: each server that lives about as many as the others. */
import type { TakesShare } from '@windhover/ports';

export interface SeenServer {
  readonly holder: string;
  /** Always. */
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

export interface Myself {
  /** Of one of the servers. */
  readonly holder: string;
  readonly takesShare: TakesShare;
}

export function shareOut(
  { holder: me, takesShare }: Myself,
  servers: readonly SeenServer[],
  shards: readonly SeenShard[],
): ShareOut {
  const living = new Map(servers.filter(({ isGone }) => !isGone).map((server) => [server.holder, server]));
  const sharers = [...living.values()].filter(({ takesShare }) => takesShare).length;
  const share = shareOf(takesShare, sharers, shards.length);
  const own = shards.filter(({ holder }) => holder === me).length;
  const free = shards.filter(({ holder }) => holder === null || !living.has(holder));
  return {
    take: free.slice(0, Math.max(0, share - own)).map(({ shard }) => shard),
    surplus: Math.max(0, own - share),
  };
}

function shareOf(takesShare: TakesShare, sharers: number, shards: number): number {
  switch (takesShare) {
    case 'always':
      return Math.ceil(shards / Math.max(1, sharers));
    case 'ifAlone':
      return sharers === 0 ? shards : 0;
    case 'never':
      return 0;
  }
}
