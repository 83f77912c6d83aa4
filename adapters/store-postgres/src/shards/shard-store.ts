import { DatabaseUnavailable } from '@windhover/model';
import { Conflict, type EngineCommit, type ShardStore } from '@windhover/ports';
import { toEndedTaskRunRow, toExecutionRow, toInboxRow, toLiveTaskRunRow, toTimerRow } from '@windhover/sql';
import { bigintArray, integerArray, textArray } from '../connection/array-parameter.ts';
import type { Connections } from '../connection/connections.ts';
import { divisionByZero, isRetryable, StatementFailed, uniqueViolation } from '../connection/database-errors.ts';
import { fixed, type Row, type SqlValue } from '../connection/statement.ts';
import type { Lanes } from '../lanes.ts';
import { engine, enter, type TransactionSettings } from '../part.ts';
import type { Reads } from '../reads.ts';
import { findConflict } from './commit-conflict.ts';
import { toCommitStatement } from './engine-commit.ts';
import type { Membership } from './membership.ts';

/** As many as the first migration has made. */
const allShards: readonly number[] = Array.from({ length: 64 }, (_, shard) => shard);

/** The increment of the sequence. */
const runsAtOnce = 1_000;

export interface ShardStoreDeps {
  readonly connections: Connections;
  readonly lanes: Lanes;
  readonly membership: Membership;
  readonly reads: Reads;
  readonly settings: TransactionSettings;
}

export function shardStore({ connections, lanes, membership, reads, settings }: ShardStoreDeps): ShardStore {
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
    shards: allShards,

    join: (member) => membership.join(member),

    take: (shards, owner) => lanes.run(shards.map(laneOf), () => membership.take(shards, owner)),

    giveBack: (shards) => lanes.run(shards.map(laneOf), () => membership.giveBack(shards)),

    commit: (commit) =>
      lanes.run(
        commit.owned.map(({ shard }) => laneOf(shard)),
        () => attempt(commit),
      ),

    // The sequence moves on by as many, whatever becomes of this transaction.
    async reserveRuns() {
      const row = await reads.one(`select nextval('runs') as first`);
      return { first: row?.['first'] as number, count: runsAtOnce };
    },

    async post(rows) {
      const sql = `insert into inbox(shard, kind, tenant_id, execution_id, event)
        select shard, 'mail', tenant_id, execution_id, event
        from unnest($1::integer[], $2::text[], $3::text[], $4::text[]) with ordinality n(shard, tenant_id, execution_id, event, place)
        order by place returning seq`;
      const answers = await connections.run('write', [
        entering,
        fixed(
          sql,
          integerArray(rows.map(({ shard }) => shard)),
          textArray(rows.map(({ tenantKey }) => tenantKey)),
          textArray(rows.map(({ executionId }) => executionId)),
          textArray(rows.map(({ event }) => event)),
        ),
      ]);
      return answers[1]!.rows.map((row) => row['seq'] as number);
    },

    unapplied: (seqs) =>
      list((row) => row['seq'] as number, 'select seq from inbox where seq = any($1::bigint[])', bigintArray(seqs)),

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

    inbox: (shard, kind, limit) =>
      list(toInboxRow, 'select * from inbox where shard = $1 and kind = $2 order by seq limit $3', shard, kind, limit),

    slots: (tenantKey) =>
      list(
        (row) => ({ scope: row['scope'] as string, executionId: row['execution_id'] as string }),
        'select scope, execution_id from slots where tenant_id = $1 order by scope, execution_id',
        tenantKey,
      ),

    slotsOfShard: (shard) =>
      list(
        (row) => ({ scope: row['scope'] as string, executionId: row['execution_id'] as string }),
        `select s.scope, s.execution_id from executions e
         join slots s on s.tenant_id = e.tenant_id and s.execution_id = e.execution_id
         where e.shard = $1 and e.ended_at is null order by s.scope, s.execution_id`,
        shard,
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
