/**
 * Servers share the shards without clocks that would have to agree: each moves its own `beat`, and whoever has seen the beat
 * of another one unchanged for long enough of its own time takes that one's shards. The fence of each commit is what makes
 * that safe: a server that was only slow writes nothing to them any more.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { invariant } from '@windhover/model';
import type { ShardMember, ShardOwnership } from '@windhover/ports';
import { bigintArray, integerArray, textArray } from '../connection/array-parameter.ts';
import type { Connections } from '../connection/connections.ts';
import { fixed, type Row, type Statement } from '../connection/statement.ts';
import type { Announcements } from '../notices/announcements.ts';
import { engine, enter, type TransactionSettings } from '../part.ts';
import { isSurelyGone, ownerOf, type Holder } from './holder.ts';
import { shareOut, type SeenServer } from './share-out.ts';

export interface MembershipTimes {
  /** How long a beat must be seen unchanged before its server counts as gone. */
  readonly takeOverAfterMs: number;
  /** Between two looks at the others, which are the own beats. */
  readonly lookEveryMs: number;
}

/** Several looks fit into the time after which a server that does not look counts as gone. */
export function timesOf({ takeOverAfterMs = 15_000, lookEveryMs }: Partial<MembershipTimes> = {}): MembershipTimes {
  return { takeOverAfterMs, lookEveryMs: lookEveryMs ?? Math.min(1_000, takeOverAfterMs / 5) };
}

/** Who did not look for so many times was paused, or had no database: what it saw before says nothing. */
const missedLooks = 4;

export interface MembershipDeps {
  readonly connections: Connections;
  readonly settings: TransactionSettings;
  readonly holder: Holder;
  readonly times: MembershipTimes;
  readonly announcements: Announcements;
}

interface Beat {
  readonly beat: number;
  /** By the monotonic clock of this process. */
  readonly since: number;
}

export class Membership {
  readonly #deps: MembershipDeps;
  #member: ShardMember | undefined;
  #beats = new Map<string, Beat>();
  #lookedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(deps: MembershipDeps) {
    this.#deps = deps;
  }

  async join(member: ShardMember): Promise<void> {
    invariant(this.#member === undefined, 'a store is joined once');
    this.#member = member;
    await this.#look();
    this.#lookAgain();
  }

  /** A member takes what it was told that it owns; one that has given a shard back must not take it again. */
  async take(shards: readonly number[], owner: string): Promise<readonly ShardOwnership[]> {
    const { id } = this.#deps.holder;
    const rows = await this.#run(
      fixed(
        `update shards set owner = $2, holder = $3, epoch = epoch + 1
         where shard = any($1::integer[]) and (holder = $3 or (holder is null and $4 = 0)) returning shard, epoch, seq`,
        integerArray(shards),
        owner,
        id,
        this.#member === undefined ? 0 : 1,
      ),
    );
    return rows.map((row) => ({
      shard: row['shard'] as number,
      epoch: row['epoch'] as number,
      seq: row['seq'] as number,
    }));
  }

  /** Owners of the other servers whose beat moves while they are looked at. */
  async others(): Promise<readonly string[]> {
    const beats = async (): Promise<ReadonlyMap<string, number>> => {
      const rows = await this.#run(fixed('select holder, beat from servers order by holder'));
      const named = rows.map((row) => [row['holder'] as string, row['beat'] as number] as const);
      return new Map(named.filter(([holder]) => holder !== this.#deps.holder.id && !isSurelyGone(holder)));
    };
    const before = await beats();
    if (before.size === 0) return [];
    await pause(missedLooks * this.#deps.times.lookEveryMs);
    const moved = [...(await beats())].filter(([holder, beat]) => before.get(holder) !== beat);
    return moved.map(([holder]) => ownerOf(holder));
  }

  async giveBack(shards: readonly number[]): Promise<void> {
    const sql = 'update shards set owner = null, holder = null where shard = any($1::integer[]) and holder = $2';
    await this.#run(fixed(sql, integerArray(shards), this.#deps.holder.id));
  }

  /** Lets all go, so that the others need not wait. */
  async leave(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#looking;
    const { id } = this.#deps.holder;
    const release = fixed('update shards set owner = null, holder = null where holder = $1', id);
    const forget = fixed('delete from servers where holder = $1', id);
    // Unreachable: the others wait until the beat has been silent for long enough
    await this.#run(release, forget).catch(() => undefined);
  }

  #lookAgain(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      // Without an answer nothing is known, and the next look will tell.
      this.#looking = this.#look()
        .catch(() => undefined)
        .then(() => this.#lookAgain());
    }, this.#deps.times.lookEveryMs).unref();
  }

  async #look(): Promise<void> {
    const member = this.#member!;
    const { id } = this.#deps.holder;
    const answers = await this.#answers(
      fixed(
        `insert into servers(holder, takes_share, beat) values ($1, $2, 0)
         on conflict(holder) do update set beat = servers.beat + 1`,
        id,
        member.takesShare === 'always' ? 1 : 0,
      ),
      fixed('select holder, takes_share, beat from servers order by holder'),
      fixed('select shard, holder, epoch from shards order by shard'),
      fixed('select distinct shard from inbox'),
      this.#deps.announcements.unread(),
    );
    type Rows = readonly Row[];
    const [, servers, rows, inbox, announced] = answers as [unknown, Rows, Rows, Rows, Rows];
    this.#deps.announcements.read(announced);
    const seen = this.#note(servers);
    const shards = rows.map((row) => ({ shard: row['shard'] as number, holder: row['holder'] as string | null }));
    const { take, surplus } = shareOut({ holder: id, takesShare: member.takesShare }, seen, shards);
    const taken =
      take.length === 0 ? [] : await this.#claim(rows.filter((row) => take.includes(row['shard'] as number)));
    await this.#forgetGone(seen, rows);
    if (this.#isClosed) return;
    member.own(new Set([...shards.filter(({ holder }) => holder === id).map(({ shard }) => shard), ...taken]));
    if (surplus > 0) member.surplus(surplus);
    if (inbox.length > 0) member.inbox(inbox.map((row) => row['shard'] as number));
  }

  /** Notes since when each beat is what it is. */
  #note(rows: readonly Row[]): readonly SeenServer[] {
    const { lookEveryMs, takeOverAfterMs } = this.#deps.times;
    const now = performance.now();
    const wasAway = now - this.#lookedAt > missedLooks * lookEveryMs;
    this.#lookedAt = now;
    const before = wasAway ? new Map<string, Beat>() : this.#beats;
    this.#beats = new Map(
      rows.map((row) => {
        const holder = row['holder'] as string;
        const beat = row['beat'] as number;
        const known = before.get(holder);
        return [holder, known?.beat === beat ? known : { beat, since: now }];
      }),
    );
    return rows.map((row) => {
      const holder = row['holder'] as string;
      const isSilent = now - this.#beats.get(holder)!.since >= takeOverAfterMs;
      const isGone = holder !== this.#deps.holder.id && (isSilent || isSurelyGone(holder));
      return { holder, takesShare: row['takes_share'] === 1, isGone };
    });
  }

  /** Takes shards from those who were seen to be gone, unless they moved meanwhile; answers those it got. */
  async #claim(rows: readonly Row[]): Promise<readonly number[]> {
    const holders = rows.map((row) => row['holder'] as string | null);
    const claimed = await this.#run(
      fixed(
        `update shards s set holder = $1, owner = null, epoch = s.epoch + 1
         from unnest($2::integer[], $3::text[], $4::bigint[], $5::bigint[]) o(shard, holder, epoch, beat)
         where s.shard = o.shard and s.epoch = o.epoch and s.holder is not distinct from o.holder
           and not exists (select 1 from servers v where v.holder = o.holder and v.beat is distinct from o.beat)
         returning s.shard`,
        this.#deps.holder.id,
        integerArray(rows.map((row) => row['shard'] as number)),
        textArray(holders),
        bigintArray(rows.map((row) => row['epoch'] as number)),
        bigintArray(holders.map((holder) => (holder === null ? null : (this.#beats.get(holder)?.beat ?? null)))),
      ),
    );
    return claimed.map((row) => row['shard'] as number);
  }

  async #forgetGone(servers: readonly SeenServer[], shards: readonly Row[]): Promise<void> {
    const empty = servers.filter(({ holder, isGone }) => isGone && !shards.some((row) => row['holder'] === holder));
    for (const { holder } of empty) {
      await this.#run(
        fixed('delete from servers where holder = $1 and beat = $2', holder, this.#beats.get(holder)!.beat),
      );
    }
  }

  async #run(...statements: readonly Statement[]): Promise<readonly Row[]> {
    return (await this.#answers(...statements))[0]!;
  }

  async #answers(...statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    const { connections, settings } = this.#deps;
    const answers = await connections.run('write', [enter(engine, settings), ...statements]);
    return answers.slice(1).map(({ rows }) => rows);
  }
}
