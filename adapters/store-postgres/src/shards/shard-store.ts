import { DatabaseUnavailable } from '@windhover/model';
import { Conflict, type EngineCommit, type ShardStore } from '@windhover/ports';
import { toEndedTaskRunRow, toExecutionRow, toInboxRow, toLiveTaskRunRow, toTimerRow } from '@windhover/sql';
import { textArray } from '../connection/array-parameter.ts';
import type { Connections } from '../connection/connections.ts';
import { divisionByZero, isRetryable, StatementFailed, uniqueViolation } from '../connection/database-errors.ts';
import type { Row, SqlValue } from '../connection/statement.ts';
import type { Lanes } from '../lanes.ts';
import { engine, enter, type TransactionSettings } from '../part.ts';
import type { Reads } from '../reads.ts';
import { findConflict } from './commit-conflict.ts';
import { toCommitStatement } from './engine-commit.ts';
import type { Ownership } from './ownership.ts';

/**
 * The database has rows for 64 shards, of which one is served: an execution must lie on the shard that its id leads to,
 * and children lie on their parent's.
 */
const servedShards = [0] as const;

export interface ShardStoreDeps {
  readonly connections: Connections;
  readonly lanes: Lanes;
  readonly ownership: Ownership;
  readonly reads: Reads;
  readonly settings: TransactionSettings;
}

export function shardStore({ connections, lanes, ownership, reads, settings }: ShardStoreDeps): ShardStore {
  const entering = enter(engine, settings);
  const list = async <T>(toRow: (row: Row) => T, sql: string, ...parameters: readonly SqlValue[]): Promise<T[]> =>
    (await reads.list(sql, ...parameters)).map(toRow);

  async function attempt(commit: EngineCommit): Promise<'committed' | 'fenced'> {
    try {
      const answers = await connections.run('commit', [entering, toCommitStatement(commit)]);
      return answers[1]!.rows[0]!['fenced'] === 0 ? 'fenced' : 'committed';
    } catch (error) {
      if (isRetryable(error)) return attempt(commit);
      // Its outcome is unknown: whoever waits for it is not told that it failed, it is looked up once the shard is loaded
      if (error instanceof DatabaseUnavailable) throw new Error(error.message, { cause: error });
      const isConflict =
        error instanceof StatementFailed && (error.code === uniqueViolation || error.code === divisionByZero);
      if (!isConflict) throw error;
      const conflict = await findConflict(reads, commit.rows, error);
      throw conflict === undefined ? error : new Conflict(conflict.thing, conflict.id);
    }
  }

  return {
    shards: servedShards,

    take: (shard, owner) => lanes.run([laneOf(shard)], () => ownership.take(shard, owner)),

    commit: (commit) => lanes.run([laneOf(commit.owned.shard)], () => attempt(commit)),

    // Children may outlive their execution (logs that were kept), so its number alone does not tell. While another server
    // gives out numbers there is none: whoever asks goes on from it.
    async nextRun() {
      await lanes.run([laneOf(servedShards[0])], () => ownership.hold(servedShards[0]));
      const last = (table: string) => `(select coalesce((select run from ${table} order by run desc limit 1), 0))`;
      const tables = ['executions', 'live_task_runs', 'task_runs', 'log_chunks', 'kept_logs'];
      const row = await reads.one(`select greatest(${tables.map(last).join(', ')}) as last`);
      return (row?.['last'] as number) + 1;
    },

    liveExecutions: (shard) =>
      list(
        toExecutionRow,
        'select * from executions where shard = $1 and ended_at is null order by execution_id',
        shard,
      ),

    async findExecution(tenantKey, executionId) {
      const sql = 'select * from executions where tenant_id = $1 and execution_id = $2';
      const row = await reads.one(sql, tenantKey, executionId);
      return row && toExecutionRow(row);
    },

    liveTaskRuns: (shard) =>
      list(toLiveTaskRunRow, 'select * from live_task_runs where shard = $1 order by run, ord', shard),

    liveTaskRunsOf: (run) => list(toLiveTaskRunRow, 'select * from live_task_runs where run = $1 order by ord', run),

    endedTaskRuns: (run, { outputs = false } = {}) =>
      list(
        toEndedTaskRunRow,
        `select ${outputs ? '*' : withoutOutputs} from task_runs where run = $1 order by ord`,
        run,
      ),

    outputsOf: (run, taskIds) =>
      taskIds === undefined
        ? list(toEndedTaskRunRow, 'select * from task_runs where run = $1 order by ord', run)
        : list(
            toEndedTaskRunRow,
            'select * from task_runs where run = $1 and task_id = any($2::text[]) order by ord',
            run,
            textArray(taskIds),
          ),

    timers: (shard) => list(toTimerRow, 'select * from timers where shard = $1 order by due_at, run, key', shard),

    inbox: (shard, limit) =>
      list(toInboxRow, 'select * from inbox where shard = $1 order by seq limit $2', shard, limit),

    slots: (tenantKey) =>
      list(
        (row) => ({ scope: row['scope'] as string, executionId: row['execution_id'] as string }),
        'select scope, execution_id from slots where tenant_id = $1 order by scope, execution_id',
        tenantKey,
      ),

    async findIdempotent(tenantKey, key) {
      const sql = 'select execution_id from idempotency where tenant_id = $1 and key = $2';
      const row = await reads.one(sql, tenantKey, key);
      return row?.['execution_id'] as string | undefined;
    },

    async findTick(tenantKey, triggerKey, tickAt) {
      const sql = 'select execution_id from ticks where tenant_id = $1 and trigger_key = $2 and tick_at = $3';
      const row = await reads.one(sql, tenantKey, triggerKey, tickAt);
      return row?.['execution_id'] as string | undefined;
    },
  };
}

const withoutOutputs = 'run, tenant_id, ord, parent_ord, task_id, value, iteration, state, body';

/** Commits of a shard take effect in the order of the calls. */
function laneOf(shard: number): string {
  return `shard ${String(shard)}`;
}
