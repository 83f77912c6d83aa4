/**
 * Who serves the shards, without clocks that would have to agree: the holder moves `beat` every few seconds, and whoever
 * has seen a shard's row unchanged for long enough of its own time raises the epoch and goes on in its place. The fence of
 * each commit is what makes that safe: a holder that was only slow writes nothing any more.
 */
import { DatabaseTakenOver, invariant } from '@windhover/model';
import type { ShardOwnership } from '@windhover/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections } from '../connection/connections.ts';
import { fixed, type Row, type Statement } from '../connection/statement.ts';
import { engine, enter, type TransactionSettings } from '../part.ts';
import { holderName, isSurelyGone, type Holder } from './holder.ts';

export interface OwnershipTimes {
  /** Between two signs of life. */
  readonly beatMs: number;
  /** How long a row must be seen unchanged before its holder counts as gone. */
  readonly takeOverAfterMs: number;
  /** Between two looks at it. */
  readonly lookEveryMs: number;
}

export const defaultTimes: OwnershipTimes = { beatMs: 3_000, takeOverAfterMs: 15_000, lookEveryMs: 1_000 };

export interface OwnershipDeps {
  readonly connections: Connections;
  readonly settings: TransactionSettings;
  readonly holder: Holder;
  readonly times: OwnershipTimes;
  /** Somebody else serves the shards, and the caller has to wait. */
  onWaiting(holder: string): void;
  /** Somebody else took over what this one served. */
  onLost(error: Error): void;
}

export class Ownership {
  readonly #deps: OwnershipDeps;
  readonly #held = new Set<number>();
  readonly #closing = new AbortController();
  #beat: NodeJS.Timeout | undefined;
  #lost: Error | undefined;

  constructor(deps: OwnershipDeps) {
    this.#deps = deps;
  }

  /** Waits while another store holds the shard and lives. Rejects once this store has lost it to another one. */
  async take(shard: number, owner: string): Promise<ShardOwnership> {
    let seen: Seen | undefined;
    for (;;) {
      this.#closing.signal.throwIfAborted();
      if (this.#lost !== undefined) throw this.#lost;
      const isGone = seen !== undefined && (isSurelyGone(holderOf(seen.row)) || this.#isSilent(seen));
      const taken = await this.#tryTake(shard, owner, isGone ? seen : undefined);
      if (taken !== undefined) return this.#hold(taken);
      const row = await this.#look(shard);
      if (row['holder'] === null) continue;
      if (this.#held.has(shard)) throw this.#lose(row);
      const isFirstLook = seen === undefined;
      if (seen === undefined || !isSame(seen.row, row)) seen = { row, since: performance.now() };
      if (isSurelyGone(holderOf(row))) continue;
      if (isFirstLook) this.#deps.onWaiting(holderName(holderOf(row)));
      await sleep(this.#deps.times.lookEveryMs, undefined, { signal: this.#closing.signal });
    }
  }

  /** What is read from now on stays true until this store writes: it holds the shard already, or waits until it does. */
  async hold(shard: number): Promise<void> {
    if (!this.#held.has(shard)) await this.take(shard, 'holder');
  }

  /** Nobody waits for a shard any more. */
  stopWaiting(): void {
    this.#closing.abort(new Error('The store was closed'));
  }

  /** Lets the shards go, so that the next one need not wait. */
  async release(): Promise<void> {
    this.stopWaiting();
    clearTimeout(this.#beat);
    if (this.#held.size === 0 || this.#lost !== undefined) return;
    const release = fixed('update shards set owner = null, holder = null where holder = $1', this.#deps.holder.id);
    // Unreachable: the next one waits until the row has been silent for long enough
    await this.#run(release).catch(() => undefined);
  }

  async #tryTake(shard: number, owner: string, gone: Seen | undefined): Promise<ShardOwnership | undefined> {
    const { id } = this.#deps.holder;
    const [row] = await this.#run(
      fixed(
        `update shards set owner = $2, holder = $3, epoch = epoch + 1 where shard = $1 and (holder is null or holder = $3
           or (holder = $4 and epoch = $5 and seq = $6 and beat = $7)) returning epoch, seq`,
        ...[shard, owner, id],
        ...(gone === undefined ? [null, null, null, null] : [...observed].map((name) => gone.row[name] ?? null)),
      ),
    );
    return row && { shard, epoch: row['epoch'] as number, seq: row['seq'] as number };
  }

  async #look(shard: number): Promise<Row> {
    const [row] = await this.#run(fixed('select holder, epoch, seq, beat from shards where shard = $1', shard));
    invariant(row !== undefined, `shard ${shard} exists`);
    return row;
  }

  #isSilent({ since }: Seen): boolean {
    return performance.now() - since >= this.#deps.times.takeOverAfterMs;
  }

  #hold(taken: ShardOwnership): ShardOwnership {
    this.#held.add(taken.shard);
    this.#beat ??= this.#nextBeat();
    return taken;
  }

  #nextBeat(): NodeJS.Timeout {
    return setTimeout(() => void this.#sendBeat(), this.#deps.times.beatMs).unref();
  }

  /** Without an answer nothing is known, and the next beat will tell. */
  async #sendBeat(): Promise<void> {
    const { id } = this.#deps.holder;
    const beat = fixed('update shards set beat = beat + 1 where holder = $1 returning shard', id);
    const held = await this.#run(beat).catch(() => undefined);
    if (this.#closing.signal.aborted || this.#lost !== undefined) return;
    const missing =
      held === undefined ? [] : [...this.#held].filter((shard) => !held.some((row) => row['shard'] === shard));
    const row = missing.length === 0 ? undefined : await this.#look(missing[0]!).catch(() => undefined);
    if (this.#closing.signal.aborted) return;
    if (row !== undefined && row['holder'] !== null) this.#lose(row);
    else this.#beat = this.#nextBeat();
  }

  #lose(row: Row): Error {
    const { connections, onLost } = this.#deps;
    if (this.#lost === undefined) {
      clearTimeout(this.#beat);
      this.#lost = new DatabaseTakenOver({
        database: connections.database,
        holder: holderName(holderOf(row)),
      });
      onLost(this.#lost);
    }
    return this.#lost;
  }

  async #run(statement: Statement): Promise<readonly Row[]> {
    const { connections, settings } = this.#deps;
    return (await connections.run('commit', [enter(engine, settings), statement]))[1]!.rows;
  }
}

/** A row as it was when it had last changed. */
interface Seen {
  readonly row: Row;
  /** By the monotonic clock of this process. */
  readonly since: number;
}

function holderOf(row: Row): string {
  return String(row['holder']);
}

const observed = ['holder', 'epoch', 'seq', 'beat'] as const;

function isSame(one: Row, other: Row): boolean {
  return observed.every((name) => one[name] === other[name]);
}
