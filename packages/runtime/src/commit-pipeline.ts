/** Commits batches in order, a few at a time, each under the shard's epoch and the sequence that must then hold. */
import type { EngineRows, ShardOwnership } from '@windhover/ports';
import type { Batch } from './batch.ts';

/** The next batch fills while one is written and one waits for its turn. */
const maxFlying = 2;

export interface PipelineTarget {
  commit(owned: ShardOwnership, rows: EngineRows): Promise<'committed' | 'fenced'>;
  /** In order. */
  landed(batch: Batch): void;
  /** None of these may be taken as written. Nothing is committed any more until `open`. */
  lost(batches: readonly Batch[], cause: unknown): void;
}

interface Flight {
  readonly batch: Batch;
  readonly outcome: Promise<'committed' | 'fenced'>;
}

export class CommitPipeline {
  readonly #target: PipelineTarget;
  #owned: ShardOwnership | undefined;
  #flying: Flight[] = [];

  constructor(target: PipelineTarget) {
    this.#target = target;
  }

  open(owned: ShardOwnership): void {
    this.#owned = owned;
  }

  hasRoom(): boolean {
    return this.#owned !== undefined && this.#flying.length < maxFlying;
  }

  isIdle(): boolean {
    return this.#flying.length === 0;
  }

  send(batch: Batch): void {
    const owned = this.#owned!;
    this.#owned = { ...owned, seq: owned.seq + 1 };
    const flight: Flight = { batch, outcome: this.#target.commit(owned, batch.rows!) };
    this.#flying.push(flight);
    flight.outcome.then(
      (outcome) =>
        outcome === 'committed' ? this.#land(flight) : this.#lose(new Error('Another owner took the shard')),
      (cause: unknown) => this.#lose(cause),
    );
  }

  #land(flight: Flight): void {
    // After a loss, later flights are among those that are loaded again, whatever became of them.
    if (this.#flying[0] !== flight) return;
    this.#flying.shift();
    this.#target.landed(flight.batch);
  }

  #lose(cause: unknown): void {
    if (this.#owned === undefined) return;
    this.#owned = undefined;
    const flights = this.#flying;
    // Those behind must have settled: the shard is read again next.
    void Promise.allSettled(flights.map((flight) => flight.outcome)).then(() => {
      this.#flying = [];
      this.#target.lost(
        flights.map((flight) => flight.batch),
        cause,
      );
    });
  }
}
