import type { ShardStore, SlotRow } from '@windhover/ports';
import type { Dialect } from '../dialect.ts';
import { toExecutionRow } from '../executions/execution-row.ts';
import { toEndedTaskRunRow, toLiveTaskRunRow } from '../executions/task-run-rows.ts';
import type { SqlReads } from '../sql-reads.ts';
import { sql, type Row, type Sql } from '../sql-text.ts';
import { toInboxRow } from './inbox-row.ts';
import { toQuotaCountRow } from './quota-count-row.ts';
import { toTimerRow } from './timer-row.ts';

type ShardReads = Pick<
  ShardStore,
  | 'unapplied'
  | 'liveExecutions'
  | 'findExecution'
  | 'liveTaskRuns'
  | 'liveTaskRunsOf'
  | 'endedTaskRuns'
  | 'outputsOf'
  | 'timers'
  | 'inbox'
  | 'slots'
  | 'slotsOfShard'
  | 'quotaCounts'
  | 'quotaCountsOf'
  | 'findIdempotent'
  | 'findTick'
>;

const withoutOutputs = sql`run, tenant_id, ord, parent_ord, task_id, value, iteration, state, body`;

/** What an engine reads of its shards, whichever tenants the rows are of. */
export function shardReads(reads: SqlReads, dialect: Dialect): ShardReads {
  const list = async <T>(toRow: (row: Row) => T, statement: Sql): Promise<T[]> =>
    (await reads.list(statement)).map(toRow);
  const idFound = async (statement: Sql): Promise<string | undefined> =>
    (await reads.one(statement))?.['execution_id'] as string | undefined;

  return {
    unapplied: (seqs) =>
      list(
        (row) => row['seq'] as number,
        sql`select seq from inbox where ${dialect.listed(sql`seq`, seqs)} order by seq`,
      ),

    liveExecutions: (shard) =>
      list(
        toExecutionRow,
        sql`select * from executions where shard = ${shard} and ended_at is null order by execution_id`,
      ),

    async findExecution(tenantKey, executionId) {
      const row = await reads.one(
        sql`select * from executions where tenant_id = ${tenantKey} and execution_id = ${executionId}`,
      );
      return row && toExecutionRow(row);
    },

    liveTaskRuns: (shard) =>
      list(toLiveTaskRunRow, sql`select * from live_task_runs where shard = ${shard} order by run, ord`),

    liveTaskRunsOf: (run) => list(toLiveTaskRunRow, sql`select * from live_task_runs where run = ${run} order by ord`),

    endedTaskRuns: (run, { outputs = false } = {}) =>
      list(
        toEndedTaskRunRow,
        sql`select ${outputs ? sql`*` : withoutOutputs} from task_runs where run = ${run} order by ord`,
      ),

    outputsOf(run, taskIds) {
      const ofTasks = taskIds === undefined ? sql`` : sql`and ${dialect.listed(sql`task_id`, taskIds)}`;
      return list(toEndedTaskRunRow, sql`select * from task_runs where run = ${run} ${ofTasks} order by ord`);
    },

    timers: (shard) => list(toTimerRow, sql`select * from timers where shard = ${shard} order by due_at, run, key`),

    inbox: (shard, kind, limit) =>
      list(toInboxRow, sql`select * from inbox where shard = ${shard} and kind = ${kind} order by seq limit ${limit}`),

    slots: (tenantKey) =>
      list(
        toSlot,
        sql`select scope, execution_id, lent_by from slots where tenant_id = ${tenantKey} order by scope, execution_id`,
      ),

    slotsOfShard: (shard) =>
      list(
        toSlot,
        sql`select s.scope, s.execution_id, s.lent_by from executions e
          join slots s on s.tenant_id = e.tenant_id and s.execution_id = e.execution_id
          where e.shard = ${shard} and e.ended_at is null order by s.scope, s.execution_id`,
      ),

    quotaCounts: (shard) =>
      list(toQuotaCountRow, sql`select * from quota_counts where shard = ${shard} order by tenant_id, quota`),

    quotaCountsOf: (tenantKey) =>
      list(toQuotaCountRow, sql`select * from quota_counts where tenant_id = ${tenantKey} order by quota, shard`),

    findIdempotent: (tenantKey, key) =>
      idFound(sql`select execution_id from idempotency where tenant_id = ${tenantKey} and key = ${key}`),

    findTick: (tenantKey, triggerKey, tickAt) =>
      idFound(
        sql`select execution_id from ticks
          where tenant_id = ${tenantKey} and trigger_key = ${triggerKey} and tick_at = ${tickAt}`,
      ),
  };
}

function toSlot(row: Row): SlotRow {
  return {
    scope: row['scope'] as string,
    executionId: row['execution_id'] as string,
    lentBy: row['lent_by'] as string | null,
  };
}
