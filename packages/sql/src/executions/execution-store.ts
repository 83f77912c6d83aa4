import type { TaskRun } from '@windhover/model';
import { toEndedTaskRun, toExecution, toLiveTaskRun, type ExecutionStore } from '@windhover/ports';
import type { ScopeDeps } from '../store-deps.ts';
import { sql, type Row, type Sql } from '../sql-text.ts';
import { deleteExecution } from './delete-execution.ts';
import { toExecutionRow } from './execution-row.ts';
import { countExecutions, searchExecutionIds, searchExecutions } from './search-executions.ts';
import { toEndedTaskRunRow } from './task-run-rows.ts';

/** Executions of one tenant with their task runs. */
export function executionStore(deps: ScopeDeps): ExecutionStore {
  const { tenant, reads, writeRetained } = deps;

  /** Children hang on the internal number of their execution. */
  const childrenOf = (executionId: string): Sql =>
    sql`run = (select run from executions where tenant_id = ${tenant} and execution_id = ${executionId})
      and tenant_id = ${tenant}`;

  return {
    async find(executionId) {
      const row = await reads.one(
        sql`select * from executions where tenant_id = ${tenant} and execution_id = ${executionId}`,
      );
      return row && toExecution(toExecutionRow(row));
    },

    async taskRuns(executionId, { fromOrd = 0, limit = Number.MAX_SAFE_INTEGER } = {}) {
      const range = sql`${childrenOf(executionId)} and ord >= ${fromOrd} order by ord limit ${limit}`;
      const [ended, live] = await reads.all([
        sql`select * from task_runs where ${range}`,
        sql`select * from live_task_runs where ${range}`,
      ]);
      const taskRuns = [...ended!.map(toEnded), ...live!.map(toLive)].sort((one, other) => one.ord - other.ord);
      return taskRuns.slice(0, limit);
    },

    async findTaskRun(executionId, ord) {
      const itself = sql`${childrenOf(executionId)} and ord = ${ord}`;
      const row = await reads.one(
        sql`select ord, parent_ord, task_id, value, iteration, state, body, outputs from task_runs where ${itself}
          union all select ord, null, null, null, null, state, body, null from live_task_runs where ${itself}`,
      );
      return row && (row['task_id'] === null ? toLive(row) : toEnded(row));
    },

    async countTaskRuns(executionId) {
      const children = childrenOf(executionId);
      const [row] = await reads.list(
        sql`select (select count(*) from task_runs where ${children})
          + (select count(*) from live_task_runs where ${children}) as total`,
      );
      return row?.['total'] as number;
    },

    search: (filters, page, visible) => searchExecutions(deps, filters, page, visible),

    searchIds: (filters, visible, limit) => searchExecutionIds(deps, filters, visible, limit),

    async latestOf(flows) {
      const found = await reads.all(
        flows.map(
          ({ namespace, id }) =>
            sql`select * from executions where tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${id}
              and coalesce(kind, '') <> 'LOOP' order by execution_id desc limit 1`,
        ),
      );
      return found.flat().map((row) => toExecution(toExecutionRow(row)));
    },

    count: (filters = [], visible = 'all') => countExecutions(deps, filters, visible),

    delete: (executionId, options) => writeRetained(...deleteExecution(deps, executionId, options)),
  };
}

function toEnded(row: Row): TaskRun {
  return toEndedTaskRun(toEndedTaskRunRow(row));
}

function toLive(row: Row): TaskRun {
  return toLiveTaskRun({ ord: row['ord'] as number, body: row['body'] as string });
}
