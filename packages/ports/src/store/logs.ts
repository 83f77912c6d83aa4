import type { LogLevel, Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** One line. `ord` and `attempt` are absent for lines of the executor itself. */
export interface LogEntry {
  readonly executionId: string;
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

/** Which lines of an execution go; all that are asked must hold. */
export interface LogDeletion {
  readonly taskRunId?: string | undefined;
  readonly minLevel?: LogLevel | undefined;
  /** Exactly these levels, instead of a minimum. */
  readonly levels?: readonly LogLevel[] | undefined;
  /** Written from then on. */
  readonly sinceAt?: number | undefined;
  /** Written up to then. */
  readonly untilAt?: number | undefined;
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
  /** Newest first. Filters: `level` (minimum), `q`, `namespace`, `flowId`, `executionId`, `taskId`, `startDate`, `endDate`. */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<LogEntry>>;
  deleteOfExecution(executionId: string, options?: LogDeletion): WriteOp;
}
