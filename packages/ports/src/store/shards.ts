/**
 * The engine's door. A shard is owned by one process at a time; each commit carries the epoch and sequence that the owner
 * last saw, and is refused as a whole when they have moved on. Rows carry JSON as text, ready to be stored.
 */
import type { LogLevel, TenantKey } from '@windhover/model';

/** Bumped to `epoch + 1` at each take-over; `seq` grows by one with each commit. */
export interface ShardOwnership {
  readonly shard: number;
  readonly epoch: number;
  readonly seq: number;
}

export interface ExecutionRow {
  /** Internal number, growing; never leaves the store's users. */
  readonly run: number;
  readonly tenantKey: TenantKey;
  readonly executionId: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly revision: number;
  readonly state: string;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly shard: number;
  readonly kind: string | null;
  readonly parentId: string | null;
  /** Null when it is the execution's own id. */
  readonly correlationId: string | null;
  /** Execution that triggered this one (subflow, flow trigger); null when none. */
  readonly triggerExecutionId: string | null;
  /** The rest of the execution as JSON: `executionBody`. */
  readonly body: string;
}

/** Labels of one execution that can be searched (user labels). Replaces what was there. */
export interface LabelRows {
  readonly tenantKey: TenantKey;
  readonly executionId: string;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
}

/** A task run that outlives its commit: also its queue row and its lease. */
export interface LiveTaskRunRow {
  readonly run: number;
  readonly tenantKey: TenantKey;
  readonly ord: number;
  readonly shard: number;
  readonly state: string;
  readonly attempt: number;
  readonly workerId: string | null;
  readonly lease: number;
  /** The task run as JSON: `liveTaskRunBody`. */
  readonly body: string;
}

/** A task run in final form, appended once. */
export interface EndedTaskRunRow {
  readonly run: number;
  readonly tenantKey: TenantKey;
  readonly ord: number;
  readonly parentOrd: number;
  readonly taskId: string;
  readonly value: string | null;
  readonly iteration: number | null;
  readonly state: string;
  /** The rest of the task run as JSON: `endedTaskRunBody`. */
  readonly body: string;
  readonly outputs: string | null;
}

/** All lines of one flush of one attempt; `ord` is -1 for lines of the executor. `body` is a JSON array of lines. */
export interface LogChunkRow {
  readonly run: number;
  readonly tenantKey: TenantKey;
  readonly ord: number;
  readonly attempt: number;
  /** The highest level in it, as an index into `logLevels`. */
  readonly level: number;
  /** Time of its first line; the lines of a flush span less than an hour. */
  readonly at: number;
  readonly body: string;
}

/** What one attempt of a task measured. `body` is a JSON array of `MetricValue`. */
export interface MetricChunkRow {
  readonly run: number;
  readonly tenantKey: TenantKey;
  readonly ord: number;
  readonly attempt: number;
  readonly taskId: string;
  readonly at: number;
  readonly body: string;
}

/** A line as it stands in a chunk's body. */
export interface StoredLogLine {
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly taskId?: string;
}

export interface TimerRow {
  readonly shard: number;
  readonly dueAt: number;
  readonly tenantKey: TenantKey;
  readonly run: number;
  readonly key: string;
}

export interface InboxRow {
  readonly seq: number;
  readonly shard: number;
  readonly tenantKey: TenantKey;
  readonly executionId: string;
  readonly event: string;
}

/** What one batch of transitions writes; the last state of a row within the batch only. */
export interface EngineRows {
  readonly executionsInserted: readonly ExecutionRow[];
  readonly executionsUpdated: readonly ExecutionRow[];
  readonly labels: readonly LabelRows[];
  /** Inserted or replaced. */
  readonly taskRunsLive: readonly LiveTaskRunRow[];
  /** Appended. `wasLive` says that the thin row goes. */
  readonly taskRunsEnded: readonly (EndedTaskRunRow & { readonly wasLive: boolean })[];
  /** Restart, replay and status changes alone touch ended rows again: removed from either table. */
  readonly taskRunsRemoved: readonly { readonly run: number; readonly ord: number }[];
  readonly logs: readonly LogChunkRow[];
  readonly metrics?: readonly MetricChunkRow[];
  readonly timersSet: readonly TimerRow[];
  readonly timersCleared: readonly TimerRow[];
  readonly inboxApplied: readonly number[];
  readonly inboxAdded: readonly Omit<InboxRow, 'seq'>[];
  readonly slotsTaken: readonly {
    readonly tenantKey: TenantKey;
    readonly scope: string;
    readonly executionId: string;
  }[];
  readonly slotsReleased: readonly { readonly tenantKey: TenantKey; readonly executionId: string }[];
  readonly ticks: readonly {
    readonly tenantKey: TenantKey;
    readonly triggerKey: string;
    readonly tickAt: number;
    readonly executionId: string;
  }[];
  readonly idempotency: readonly {
    readonly tenantKey: TenantKey;
    readonly key: string;
    readonly executionId: string;
    readonly createdAt: number;
  }[];
}

export interface EngineCommit {
  readonly owned: ShardOwnership;
  readonly rows: EngineRows;
}

export interface ShardStore {
  /** Numbers of all shards: one embedded, 64 in a cluster. */
  readonly shards: readonly number[];
  /** Takes a shard: raises its epoch and returns what the new owner must send with its first commit. */
  take(shard: number, owner: string): Promise<ShardOwnership>;
  /**
   * One transaction. `committed`: durable; the owner's next `seq` is one more. `fenced`: another epoch or sequence was
   * found and nothing was written. Rejects with `Conflict` when a row that may exist once exists already (execution id,
   * tick, idempotency key) or an updated execution is gone: nothing was written. Any other rejection leaves the outcome
   * unknown. After each of these the owner takes the shard again and reloads.
   */
  commit(commit: EngineCommit): Promise<'committed' | 'fenced'>;
  /** The first `run` number that was never used. */
  nextRun(): Promise<number>;
  /** Executions of the shard that have not ended, in order of creation. */
  liveExecutions(shard: number): Promise<readonly ExecutionRow[]>;
  findExecution(tenantKey: TenantKey, executionId: string): Promise<ExecutionRow | undefined>;
  liveTaskRuns(shard: number): Promise<readonly LiveTaskRunRow[]>;
  /** Live task runs of one execution, by ordinal. */
  liveTaskRunsOf(run: number): Promise<readonly LiveTaskRunRow[]>;
  /** Ended task runs of one execution by ordinal, without outputs unless asked. */
  endedTaskRuns(run: number, options?: { readonly outputs?: boolean }): Promise<readonly EndedTaskRunRow[]>;
  /** Outputs of the ended task runs of the given tasks (all when undefined). */
  outputsOf(run: number, taskIds: readonly string[] | undefined): Promise<readonly EndedTaskRunRow[]>;
  timers(shard: number): Promise<readonly TimerRow[]>;
  inbox(shard: number, limit: number): Promise<readonly InboxRow[]>;
  slots(tenantKey: TenantKey): Promise<readonly { readonly scope: string; readonly executionId: string }[]>;
  findIdempotent(tenantKey: TenantKey, key: string): Promise<string | undefined>;
  /** The execution that a trigger's tick made; undefined when that tick has not been taken. */
  findTick(tenantKey: TenantKey, triggerKey: string, tickAt: number): Promise<string | undefined>;
}
