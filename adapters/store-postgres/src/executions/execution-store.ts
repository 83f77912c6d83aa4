import type { TaskRun, TenantKey } from '@windhover/model';
import { toEndedTaskRun, toExecution, toLiveTaskRun, type ExecutionStore } from '@windhover/ports';
import { fixed, type Row } from '../connection/statement.ts';
import type { Reads } from '../reads.ts';
import { toExecutionRow } from '../shards/execution-rows.ts';
import { toEndedTaskRunRow, toLiveTaskRunRow } from '../shards/task-run-rows.ts';
import { deleteExecution } from './delete-execution.ts';
import { searchExecutionIds, searchExecutions } from './search-executions.ts';

export interface ExecutionStoreDeps {
  readonly key: TenantKey;
  readonly reads: Reads;
  readonly systemNamespace: string;
}

export function executionStore(deps: ExecutionStoreDeps): ExecutionStore {
  const { key, reads } = deps;
  return {
    async find(executionId) {
      const row = await reads.one(
        'select * from executions where tenant_id = $1 and execution_id = $2',
        key,
        executionId,
      );
      return row && toExecution(toExecutionRow(row));
    },

    async taskRuns(executionId, { fromOrd = 0, limit } = {}) {
      const parameters = [key, executionId, fromOrd, limit ?? null];
      const [ended, live] = await reads.all([
        fixed(`select * from task_runs ${range}`, ...parameters),
        fixed(`select * from live_task_runs ${range}`, ...parameters),
      ]);
      const taskRuns = [...ended!.map(toEnded), ...live!.map(toLive)].sort((one, other) => one.ord - other.ord);
      return taskRuns.slice(0, limit);
    },

    async findTaskRun(executionId, ord) {
      const [ended, live] = await reads.all([
        fixed(`select * from task_runs where ${ofExecution} and ord = $3`, key, executionId, ord),
        fixed(`select * from live_task_runs where ${ofExecution} and ord = $3`, key, executionId, ord),
      ]);
      return ended![0] === undefined ? live![0] && toLive(live![0]) : toEnded(ended![0]);
    },

    async countTaskRuns(executionId) {
      const row = await reads.one(
        `select (select count(*) from task_runs where ${ofExecution})
           + (select count(*) from live_task_runs where ${ofExecution}) as total`,
        key,
        executionId,
      );
      return row?.['total'] as number;
    },

    search: (filters, page, visible) => searchExecutions(deps, filters, page, visible),

    searchIds: (filters, visible, limit) => searchExecutionIds(deps, filters, visible, limit),

    async latestOf(flows) {
      const latest = `select * from executions where tenant_id = $1 and namespace = $2 and flow_id = $3
        order by execution_id desc limit 1`;
      const found = await reads.all(flows.map(({ namespace, id }) => fixed(latest, key, namespace, id)));
      return found.flat().map((row) => toExecution(toExecutionRow(row)));
    },

    async count() {
      const row = await reads.one('select count(*) as total from executions where tenant_id = $1', key);
      return row?.['total'] as number;
    },

    delete: (executionId, options) => deleteExecution(key, executionId, options),
  };
}

/** Children hang on the internal number of their execution. */
const ofExecution = `run = (select run from executions where tenant_id = $1 and execution_id = $2) and tenant_id = $1`;
const range = `where ${ofExecution} and ord >= $3 order by ord limit $4`;

function toEnded(row: Row): TaskRun {
  return toEndedTaskRun(toEndedTaskRunRow(row));
}

function toLive(row: Row): TaskRun {
  return toLiveTaskRun(toLiveTaskRunRow(row));
}
