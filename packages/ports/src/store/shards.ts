/**
 * The engine's door. A shard is owned by one process at a time, a process may own many; each commit carries the epochs and
 * sequences that the owner last saw of the shards it touches, and is refused as a whole when one of them has moved on. Rows
 * carry JSON as text, ready to be stored.
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

/** `news`: a change of state that flow triggers must look at; `mail`: for the shard's owner, from another process or shard. */
export type InboxKind = 'news' | 'mail';

export interface InboxRow {
  readonly seq: number;
  readonly shard: number;
  readonly kind: InboxKind;
  readonly tenantKey: TenantKey;
  readonly executionId: string;
  readonly event: string;
}

/** A place under a limit. */
export interface SlotRow {
  /** What limits, unique in the tenant. */
  readonly scope: string;
  readonly executionId: string;
  /** The execution whose place it is while that one waits for this one; null for a place of its own. */
  readonly lentBy: string | null;
}

/** How many executions the present window of a quota has seen. */
export interface QuotaCountRow {
  /** Where the tenant's executions are counted. */
  readonly shard: number;
  readonly tenantKey: TenantKey;
  /** What it limits, and the length of its windows. */
  readonly quota: string;
  /** When the window is over. */
  readonly endsAt: number;
  readonly count: number;
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
  readonly slotsTaken: readonly (SlotRow & { readonly tenantKey: TenantKey })[];
  readonly slotsReleased: readonly { readonly tenantKey: TenantKey; readonly executionId: string }[];
  /** Inserted or replaced. */
  readonly quotaCounts?: readonly QuotaCountRow[];
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

export const noRows: EngineRows = {
  executionsInserted: [],
  executionsUpdated: [],
  labels: [],
  taskRunsLive: [],
  taskRunsEnded: [],
  taskRunsRemoved: [],
  logs: [],
  timersSet: [],
  timersCleared: [],
  inboxApplied: [],
  inboxAdded: [],
  slotsTaken: [],
  slotsReleased: [],
  ticks: [],
  idempotency: [],
};

export interface EngineCommit {
  /** Of every shard that the rows belong to. */
  readonly owned: readonly ShardOwnership[];
  readonly rows: EngineRows;
}

/** `ifAlone`: takes shards only while nobody lives who always does. */
export type TakesShare = 'always' | 'ifAlone' | 'never';

/** A process that shares the shards with others, as the store sees it. */
export interface ShardMember {
  readonly takesShare: TakesShare;
  /** All shards that are this process's from now on: it takes those that are new to it, and forgets what is not among them. */
  own(shards: ReadonlySet<number>): void;
  /** Others should have so many of its shards: it gives back those that can go without stopping work. Asked again until it has. */
  surplus(count: number): void;
  /** Shards in whose inboxes there is something: for the case that nobody was told. */
  inbox(shards: readonly number[]): void;
}

export interface ShardStore {
  /** Numbers of all shards: one embedded, 64 where servers share a database. */
  readonly shards: readonly number[];
  /** Shares the shards with the other members; resolves once `own` was called with what was free. Once a store. */
  join(member: ShardMember): Promise<void>;
  /** Takes shards: raises their epochs and returns what must be sent with the next commit. Others' shards are left out. */
  take(shards: readonly number[], owner: string): Promise<readonly ShardOwnership[]>;
  /** Lets shards go, for another member to take. */
  giveBack(shards: readonly number[]): Promise<void>;
  /**
   * One transaction. `committed`: durable; the next `seq` of each shard is one more. `fenced`: another epoch or sequence was
   * found and no row was written. Rejects with `Conflict` when a row that may exist once exists already (execution id,
   * tick, idempotency key) or an updated execution is gone: nothing was written. Any other rejection leaves the outcome
   * unknown. After each of these the owner takes its shards again and reloads.
   */
  commit(commit: EngineCommit): Promise<'committed' | 'fenced'>;
  /** Successive `run` numbers that nobody was given before. */
  reserveRuns(): Promise<{ readonly first: number; readonly count: number }>;
  /** Leaves mail for the owners of shards, whoever they are; answers the rows' `seq`s. */
  post(rows: readonly Omit<InboxRow, 'seq' | 'kind'>[]): Promise<readonly number[]>;
  /** Which of these rows still wait for their shard's owner. */
  unapplied(seqs: readonly number[]): Promise<readonly number[]>;
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
  /** Oldest first. */
  inbox(shard: number, kind: InboxKind, limit: number): Promise<readonly InboxRow[]>;
  slots(tenantKey: TenantKey): Promise<readonly SlotRow[]>;
  /** Slots of the shard's executions that have not ended. */
  slotsOfShard(shard: number): Promise<readonly SlotRow[]>;
  quotaCounts(shard: number): Promise<readonly QuotaCountRow[]>;
  quotaCountsOf(tenantKey: TenantKey): Promise<readonly QuotaCountRow[]>;
  findIdempotent(tenantKey: TenantKey, key: string): Promise<string | undefined>;
  /** The execution that a trigger's tick made; undefined when that tick has not been taken. */
  findTick(tenantKey: TenantKey, triggerKey: string, tickAt: number): Promise<string | undefined>;
}
