import type { LogLevel, Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { StoredLogLine } from './shards.ts';
import type { TriggerOf } from './triggers.ts';
import type { WriteOp } from './write-op.ts';

/** One line of a task run, of the executor, or of a trigger outside of executions. */
export interface LogEntry {
  /** Absent for lines of triggers, which name their trigger instead. */
  readonly executionId?: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly taskId?: string;
  readonly taskRunId?: string;
  readonly attemptNumber?: number;
  readonly triggerId?: string;
  readonly at: number;
  readonly level: LogLevel;
  readonly thread?: string;
  readonly message: string;
}

/** Which lines go; all that are asked must hold. */
export interface LineDeletion {
  readonly minLevel?: LogLevel | undefined;
  /** Exactly these levels, instead of a minimum. */
  readonly levels?: readonly LogLevel[] | undefined;
  /** Written from then on. */
  readonly sinceAt?: number | undefined;
  /** Written up to then. */
  readonly untilAt?: number | undefined;
}

/** Which lines of an execution go. */
export interface LogDeletion extends LineDeletion {
  readonly taskRunId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly attempt?: number | undefined;
}

export interface LogStore {
  /** Lines of one execution, oldest first. */
  ofExecution(
    executionId: string,
    options?: {
      readonly minLevel?: LogLevel;
      readonly taskId?: string;
      readonly taskRunId?: string;
      readonly attempt?: number;
    },
  ): Promise<readonly LogEntry[]>;
  /**
   * Newest first, or with the sort `timestamp` in its direction. Filters: `level` (minimum), `q`, `namespace`, `flowId`,
   * `executionId`, `taskId`, `triggerId`, `startDate`, `endDate`, `scope`.
   */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<LogEntry>>;
  deleteOfExecution(executionId: string, options?: LogDeletion): WriteOp;
  /** What a trigger said during one evaluation, oldest first, at least one line. */
  appendOfTrigger(trigger: TriggerOf, lines: readonly StoredLogLine[]): WriteOp;
  deleteOfTrigger(trigger: TriggerOf, options?: LineDeletion): WriteOp;
}
