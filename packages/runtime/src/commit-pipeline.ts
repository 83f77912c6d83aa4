/** Commits batches in order, a few at a time, each under its shards' epochs and the sequences that must then hold. */
import type { EngineRows, ShardOwnership } from '@windhover/ports';
import type { Batch } from './batch.ts';

/** The next batch fills while one is written and one waits for its turn. */
const maxFlying = 2;

export interface PipelineTarget {
  commit(owned: readonly ShardOwnership[], rows: EngineRows): Promise<'committed' | 'fenced'>;
  /** In order. */
  landed(batch: Batch): void;
  /** None of these may be taken as written. Nothing is committed any more until `open`. */
  lost(batches: readonly Batch[], cause: unknown): void;
}

interface Flight {
  readonly batch: Batch;
  readonly outcome: Promise<'committed' | 'fenced'>;
  isDurable: boolean;
}

export class CommitPipeline {
  readonly #target: PipelineTarget;
  readonly #owned = new Map<number, ShardOwnership>();
  #isOpen = false;
  #flying: Flight[] = [];

  constructor(target: PipelineTarget) {
    this.#target = target;
  }

  /** Commits from now on, to these shards and no others. */
  open(owned: readonly ShardOwnership[]): void {
    this.#owned.clear();
    this.add(owned);
    this.#isOpen = true;
  }

  add(owned: readonly ShardOwnership[]): void {
    for (const ownership of owned) this.#owned.set(ownership.shard, ownership);
  }

  remove(shards: Iterable<number>): void {
    for (const shard of shards) this.#owned.delete(shard);
  }

  hasRoom(): boolean {
    return this.#isOpen && this.#flying.length < maxFlying;
  }

  isIdle(): boolean {
    return this.#flying.length === 0;
  }

  /** Those under way. */
  batches(): readonly Batch[] {
    return this.#flying.map(({ batch }) => batch);
  }

  send(batch: Batch): void {
    const owned: ShardOwnership[] = [];
    for (const shard of batch.shards) {
      const ownership = this.#owned.get(shard);
      if (ownership === undefined) return this.#refuse(batch, shard);
      owned.push(ownership);
      this.#owned.set(shard, { ...ownership, seq: ownership.seq + 1 });
    }
    this.#fly({ batch, outcome: this.#target.commit(owned, batch.rows!), isDurable: false });
  }

  /** What is under way may land or not; `lost` is called once that is known. */
  fail(cause: unknown): void {
    this.#lose(cause);
  }

  /** Rows of a shard that is not ours any more: none of the batch is written. */
  #refuse(batch: Batch, shard: number): void {
    this.#fly({
      batch,
      outcome: Promise.reject(new Error(`Shard ${shard} is not served here any more`)),
      isDurable: false,
    });
  }

  #fly(flight: Flight): void {
    this.#flying.push(flight);
    flight.outcome.then(
      (outcome) => (outcome === 'committed' ? this.#land(flight) : this.#lose(new Error('Another owner took a shard'))),
      (cause: unknown) => this.#lose(cause),
    );
  }

  /** Commits to other shards may overtake each other. After a loss, later flights are loaded again, whatever became of them. */
  #land(flight: Flight): void {
    flight.isDurable = true;
    while (this.#flying[0]?.isDurable === true) this.#target.landed(this.#flying.shift()!.batch);
  }

  #lose(cause: unknown): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const flights = this.#flying;
    // Those behind must have settled: the shards are read again next.
    void Promise.allSettled(flights.map((flight) => flight.outcome)).then(() => {
      this.#flying = [];
      this.#target.lost(
        flights.map((flight) => flight.batch),
        cause,
      );
    });
  }
}
