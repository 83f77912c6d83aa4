/**
 * What the program counts of its own work, for its operators. Called on hot paths: each call is a look-up and an addition. The
 * HTTP side implements it; where nobody reads figures there is none.
 */
import type { StateName } from '@windhover/model';

export interface MeteredFlow {
  /** Undefined for the default tenant. */
  readonly tenantId: string | undefined;
  readonly namespace: string;
  readonly flowId: string;
}

/** Figures of this moment, read when somebody asks. */
export type GaugeName =
  | 'executor.execution.live'
  | 'executor.execution.queued'
  | 'worker.job.running'
  | 'worker.job.pending'
  | 'worker.job.thread'
  | 'worker.session.connected'
  | 'http.server.connections'
  | 'http.server.requests.active';

export type TaskOutcome = 'success' | 'failed' | 'killed' | 'lost';

export interface GaugeReading {
  readonly value: number;
  /** Of a worker group. */
  readonly group?: string;
}

export interface Meters {
  /** It runs for the first time. */
  executionStarted(flow: MeteredFlow): void;
  /** `durationMs` since it was created. One that is restarted ends again. */
  executionEnded(flow: MeteredFlow, state: StateName, durationMs: number): void;
  /** `durationMs` from its first state to its last. */
  taskRunEnded(flow: MeteredFlow, state: StateName, durationMs: number): void;
  /** News of an attempt that nobody waits for any more: it changed nothing. */
  lateEvent(kind: string): void;
  taskStarted(type: string): void;
  taskEnded(type: string, outcome: TaskOutcome, durationMs: number): void;
  /** `lateMs` after it was due. */
  triggerEvaluated(
    type: string,
    outcome: string,
    figures: { readonly durationMs: number; readonly lateMs: number },
  ): void;
  /** `engine`: of executions; `write`: of all else. */
  storeCommitted(kind: 'engine' | 'write', outcome: 'success' | 'failure', durationMs: number): void;
  /** `uri` is the pattern of the address. */
  requestAnswered(method: string, uri: string, status: number, durationMs: number): void;
  /** Readings of several callers add up. */
  watch(gauge: GaugeName, read: () => readonly GaugeReading[]): void;
}
