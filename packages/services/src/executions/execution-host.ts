/** What use cases ask of the executor. The runtime implements it; answers come after the commit. */
import type { Event, Spending } from '@windhover/engine';
import type {
  Execution,
  ExecutionKind,
  ExecutionTrigger,
  Flow,
  JsonObject,
  Label,
  LoopRun,
  StateHistory,
  TaskRun,
  TenantKey,
} from '@windhover/model';
import type { RemoteWorkers } from '../workers/remote-workers.ts';

/** A new execution of a flow revision: inputs are resolved and typed, labels complete. */
export interface CreateExecution {
  readonly tenantKey: TenantKey;
  readonly tenantId: string | undefined;
  readonly flow: Flow;
  readonly executionId: string;
  readonly inputs?: JsonObject;
  readonly labels: readonly Label[];
  readonly trigger?: ExecutionTrigger;
  readonly parentId?: string;
  readonly originalId?: string;
  readonly scheduleAt?: number;
  readonly kind?: ExecutionKind;
  readonly loopRun?: LoopRun;
  /** Runtime variables to begin with. */
  readonly variables?: JsonObject;
  readonly attemptNumber?: number;
  readonly originalCreatedAt?: number;
  /** How long the executions went on whose place it takes. */
  readonly spending?: Spending;
  readonly breakpoints?: Execution['breakpoints'];
  /** Task runs copied from another execution (replay); their `ord`s are kept. */
  readonly taskRuns?: readonly TaskRun[];
  /** With `taskRuns`: the history of the original followed by RESTARTED. */
  readonly state?: StateHistory;
  /** A repeat with the same key answers with the first execution. */
  readonly idempotencyKey?: string;
  /** Where it is to live, for what must know of it: with the execution or the trigger that starts it. */
  readonly shard?: number;
  /** The date of a trigger that this is for: each is taken once, and stays taken when the execution is deleted. */
  readonly tick?: { readonly triggerKey: string; readonly tickAt: number };
  /** Stored in this terminal state instead of being run (a failed check, a refused quota). */
  readonly endIn?: 'FAILED' | 'CANCELLED';
  /** Why, for the log of the execution. */
  readonly endReason?: string;
}

/** What waits at this moment. */
export interface Workload {
  /** Executions of the tenant that wait for a slot. */
  readonly queuedExecutions: number;
  /** Task runs of the tenant that wait for the server's own workers. */
  readonly waitingJobs: number;
  /** Task runs of the tenant that wait for workers of groups. */
  readonly waitingForGroups: number;
  /** Task runs of all tenants on workers, and how many may be. */
  readonly runningJobs: number;
  readonly workerSlots: number;
}

export interface ExecutionHost {
  /**
   * Stores the execution and starts it; resolves once it is durable, with its state in that commit
   * (CREATED, or what the batch made of it). A repeat of an idempotency key answers the first execution's id.
   */
  create(request: CreateExecution): Promise<Execution>;
  /**
   * Sends an event to an execution of the tenant, live or ended, and resolves after the commit that applied it.
   * `undefined` when the tenant has no such execution.
   */
  send(tenantKey: TenantKey, executionId: string, event: Event): Promise<Execution | undefined>;
  /** Resolves when the execution and its afterExecution tasks are over; at once when they are. */
  waitForEnd(tenantKey: TenantKey, executionId: string, signal: AbortSignal): Promise<void>;
  workload(tenantKey: TenantKey): Workload;
  readonly workers: RemoteWorkers;
}
