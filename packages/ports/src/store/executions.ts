import type { Execution, Paged, PageRequest, QueryFilter, TaskRun, VisibleNamespaces } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

export interface ExecutionStore {
  find(executionId: string): Promise<Execution | undefined>;
  /** Task runs by ordinal from `fromOrd`, ended and live ones merged, at most `limit`. */
  taskRuns(
    executionId: string,
    range?: { readonly fromOrd?: number; readonly limit?: number },
  ): Promise<readonly TaskRun[]>;
  findTaskRun(executionId: string, ord: number): Promise<TaskRun | undefined>;
  countTaskRuns(executionId: string): Promise<number>;
  /**
   * Newest first unless sorted. Filters: `q`, `namespace`, `flowId`, `flowRevision`, `id`, `state`, `labels`, `startDate`, `endDate`,
   * `timeRange` (already turned into startDate), `kind`, `parentId`, `triggerExecutionId`, `childFilter`, `triggerTaskRunId`
   * (EQUALS), `scope`, `startOrEndDate` (EQUALS; the value holds dates by operation, all of which the start meets, or the end).
   * Sort: `id`, `state.startDate`, `state.endDate`, `state.duration`, `state.current`, `namespace`, `flowId`.
   */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<Execution>>;
  /** The same filters, ids only, newest first, at most `limit`: for what acts on all that match. */
  searchIds(filters: readonly QueryFilter[], visible: VisibleNamespaces, limit: number): Promise<readonly string[]>;
  /** The newest execution of each flow named. */
  latestOf(flows: readonly { readonly namespace: string; readonly id: string }[]): Promise<readonly Execution[]>;
  /** How many match the same filters; all without. */
  count(filters?: readonly QueryFilter[], visible?: VisibleNamespaces): Promise<number>;
  /** Removes an ended execution with its task runs, labels, metrics (whatever is asked) and, as asked, logs. */
  delete(executionId: string, options: { readonly logs: boolean; readonly metrics: boolean }): WriteOp;
}
