import type { TaskRun, TenantKey } from '@windhover/model';
import { toEndedTaskRun, toExecution, toLiveTaskRun, type ExecutionStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { toExecutionRow } from '../shards/execution-rows.ts';
import { toEndedTaskRunRow, toLiveTaskRunRow } from '../shards/task-run-rows.ts';
import type { Row } from '../threads/reader-thread.ts';
import { deleteExecution } from './delete-execution.ts';
import { searchExecutionIds, searchExecutions } from './search-executions.ts';

export interface ExecutionStoreDeps {
  readonly key: TenantKey;
  readonly points: PointReads;
  readonly reader: Reader;
  readonly systemNamespace: string;
}

export function executionStore(deps: ExecutionStoreDeps): ExecutionStore {
  const { key, points, reader } = deps;

  /** The internal number by which children are found. */
  const runOf = (executionId: string): number | undefined =>
    points.one('select run from executions where tenant_id = ? and execution_id = ?', key, executionId)?.['run'] as
      | number
      | undefined;

  return {
    async find(executionId) {
      const sql = 'select * from executions where tenant_id = ? and execution_id = ?';
      const row = points.one(sql, key, executionId);
      return row && toExecution(toExecutionRow(row));
    },

    async taskRuns(executionId, { fromOrd = 0, limit = -1 } = {}) {
      const run = runOf(executionId);
      if (run === undefined) return [];
      const parameters = [run, key, fromOrd, limit];
      const [ended, live] = await reader.readAll([
        { sql: `select * from task_runs ${range}`, parameters },
        { sql: `select * from live_task_runs ${range}`, parameters },
      ]);
      const taskRuns = [...ended!.map(toEnded), ...live!.map(toLive)].sort((one, other) => one.ord - other.ord);
      return limit < 0 ? taskRuns : taskRuns.slice(0, limit);
    },

    async findTaskRun(executionId, ord) {
      const run = runOf(executionId);
      if (run === undefined) return undefined;
      const ended = points.one('select * from task_runs where run = ? and ord = ? and tenant_id = ?', run, ord, key);
      if (ended !== undefined) return toEnded(ended);
      const live = points.one(
        'select * from live_task_runs where run = ? and ord = ? and tenant_id = ?',
        run,
        ord,
        key,
      );
      return live && toLive(live);
    },

    async countTaskRuns(executionId) {
      const run = runOf(executionId);
      if (run === undefined) return 0;
      const sql = `select (select count(*) from task_runs where run = ?1 and tenant_id = ?2)
        + (select count(*) from live_task_runs where run = ?1 and tenant_id = ?2) as total`;
      return (await reader.read({ sql, parameters: [run, key] }))[0]?.['total'] as number;
    },

    search: (filters, page, visible) => searchExecutions(deps, filters, page, visible),

    searchIds: (filters, visible, limit) => searchExecutionIds(deps, filters, visible, limit),

    async latestOf(flows) {
      const sql = `select * from executions where tenant_id = ? and namespace = ? and flow_id = ?
                   order by execution_id desc limit 1`;
      const found = await reader.readAll(flows.map(({ namespace, id }) => ({ sql, parameters: [key, namespace, id] })));
      return found.flat().map((row) => toExecution(toExecutionRow(row)));
    },

    async count() {
      const sql = 'select count(*) as total from executions where tenant_id = ?';
      return (await reader.read({ sql, parameters: [key] }))[0]?.['total'] as number;
    },

    delete: (executionId, options) => deleteExecution(key, executionId, options),
  };
}

const range = 'where run = ? and tenant_id = ? and ord >= ? order by ord limit ?';

function toEnded(row: Row): TaskRun {
  return toEndedTaskRun(toEndedTaskRunRow(row));
}

function toLive(row: Row): TaskRun {
  return toLiveTaskRun(toLiveTaskRunRow(row));
}
