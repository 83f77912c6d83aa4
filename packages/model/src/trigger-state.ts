/** What is remembered of a trigger between its evaluations. */
import type { Label } from './flow.ts';
import type { JsonObject } from './json.ts';
import type { Instant } from './states.ts';

export interface Backfill {
  readonly startAt: Instant;
  readonly endAt: Instant;
  /** The next date of the range that has not been made up for. */
  readonly currentAt: Instant;
  readonly paused: boolean;
  readonly inputs?: JsonObject;
  readonly labels: readonly Label[];
}

/** How one evaluation went, in words a user can act on. */
export interface TriggerEvaluation {
  readonly at: Instant;
  readonly outcome: 'FIRED' | 'SKIPPED' | 'FAILED';
  readonly reason: string;
  /** What it started. */
  readonly executionId?: string;
  /** The date of the schedule that was evaluated. */
  readonly forAt?: Instant;
  /** How long it took, in milliseconds. */
  readonly durationMs?: number;
}

/** Evaluations one after the other that went alike, as the last of them went. */
export interface TriggerEvaluations extends TriggerEvaluation {
  readonly count: number;
  /** When the first of them was. */
  readonly firstAt: Instant;
}

export interface TriggerState {
  readonly namespace: string;
  readonly flowId: string;
  readonly triggerId: string;
  /** Absent: a schedule. */
  readonly kind?: 'POLLING';
  /** The logical date last evaluated; of a polling trigger, when it last found something. */
  readonly date?: Instant;
  readonly nextAt?: Instant;
  /** The execution whose end the trigger waits for: a reference, so that a lock on what has ended is none. */
  readonly executionId?: string;
  readonly disabled: boolean;
  readonly backfill?: Backfill;
  /** The newest of its history; rows of older versions know the evaluation alone. */
  readonly lastEvaluation?: TriggerEvaluation | TriggerEvaluations;
  readonly updatedAt: Instant;
  /** Changes whenever the definition does: a changed schedule starts anew. */
  readonly definition: string;
}
