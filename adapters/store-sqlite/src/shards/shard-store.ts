import { invariant } from '@windhover/model';
import { Conflict, type ShardStore } from '@windhover/ports';
import { toEndedTaskRunRow, toExecutionRow, toInboxRow, toLiveTaskRunRow, toTimerRow } from '@windhover/sql';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import type { Query, Row } from '../threads/reader-thread.ts';
import type { Writer } from '../writer.ts';
import { fence, toSteps } from './engine-commit.ts';

/** One process, one shard: everything lives on it. */
const onlyShard = 0;

/** A start goes on behind the highest one that was used. */
const runsAtOnce = 100_000;

export function shardStore(writer: Writer, points: PointReads, reader: Reader): ShardStore {
  const list = async <T>(toRow: (row: Row) => T, sql: string, ...parameters: Query['parameters']): Promise<T[]> =>
    (await reader.read({ sql, parameters })).map(toRow);

  /** The next number to be given out; undefined until somebody asks. */
  let nextRun: number | undefined;
  // Children may outlive their execution (logs that were kept), so its number alone does not tell.
  const lastRun = (): number => {
    const row = points.one(`select max(
        (select ifnull(max(run), 0) from executions), (select ifnull(max(run), 0) from live_task_runs),
        (select ifnull(max(run), 0) from task_runs), (select ifnull(max(run), 0) from log_chunks),
        (select ifnull(max(run), 0) from kept_logs)) as last`);
    return row?.['last'] as number;
  };

  return {
    shards: [onlyShard],

    async join(member) {
      member.own(new Set([onlyShard]));
    },

    async take(shards, owner) {
      const sql = 'update shards set owner = ?, epoch = epoch + 1 where shard = ? returning epoch, seq';
      return Promise.all(
        shards.map(async (shard) => {
          const answer = await writer.apply([{ sql, rows: [[owner, shard]], answers: true }]);
          invariant(answer !== undefined, `shard ${shard} exists`);
          return { shard, epoch: answer['epoch'] as number, seq: answer['seq'] as number };
        }),
      );
    },

    giveBack: async () => undefined,

    async commit(commit) {
      const { executionsInserted, executionsUpdated } = commit.rows;
      try {
        await writer.apply(toSteps(commit), executionsInserted.length + executionsUpdated.length);
        return 'committed';
      } catch (error) {
        if (error instanceof Conflict && error.thing === fence) return 'fenced';
        throw error;
      }
    },

    async reserveRuns() {
      nextRun ??= lastRun() + 1;
      const first = nextRun;
      nextRun += runsAtOnce;
      return { first, count: runsAtOnce };
    },

    async post(rows) {
      const sql = 'insert into inbox(shard, kind, tenant_id, execution_id, event) values (?, ?, ?, ?, ?) returning seq';
      return Promise.all(
        rows.map(async ({ shard, tenantKey, executionId, event }) => {
          const row = [shard, 'mail', tenantKey, executionId, event];
          return (await writer.apply([{ sql, rows: [row], answers: true }]))?.['seq'] as number;
        }),
      );
    },

    async unapplied(seqs) {
      const rows = await list(
        (row) => row['seq'] as number,
        'select seq from inbox where seq in (select value from json_each(?)) order by seq',
        JSON.stringify(seqs),
      );
      return rows;
    },

    liveExecutions: (shard) =>
      list(
        toExecutionRow,
        'select * from executions where shard = ? and ended_at is null order by execution_id',
        shard,
      ),

    async findExecution(tenantKey, executionId) {
      const row = points.one(
        'select * from executions where tenant_id = ? and execution_id = ?',
        tenantKey,
        executionId,
      );
      return row && toExecutionRow(row);
    },

    liveTaskRuns: (shard) =>
      list(toLiveTaskRunRow, 'select * from live_task_runs where shard = ? order by run, ord', shard),

    liveTaskRunsOf: (run) => list(toLiveTaskRunRow, 'select * from live_task_runs where run = ? order by ord', run),

    endedTaskRuns: (run, { outputs = false } = {}) =>
      list(
        toEndedTaskRunRow,
        `select ${outputs ? '*' : withoutOutputs} from task_runs where run = ? order by ord`,
        run,
      ),

    outputsOf: (run, taskIds) =>
      taskIds === undefined
        ? list(toEndedTaskRunRow, 'select * from task_runs where run = ? order by ord', run)
        : list(
            toEndedTaskRunRow,
            'select * from task_runs where run = ? and task_id in (select value from json_each(?)) order by ord',
            run,
            JSON.stringify(taskIds),
          ),

    timers: (shard) => list(toTimerRow, 'select * from timers where shard = ? order by due_at, run, key', shard),

    inbox: (shard, kind, limit) =>
      list(toInboxRow, 'select * from inbox where shard = ? and kind = ? order by seq limit ?', shard, kind, limit),

    slots: (tenantKey) =>
      list(
        (row) => ({ scope: row['scope'] as string, executionId: row['execution_id'] as string }),
        'select scope, execution_id from slots where tenant_id = ? order by scope, execution_id',
        tenantKey,
      ),

    slotsOfShard: (shard) =>
      list(
        (row) => ({ scope: row['scope'] as string, executionId: row['execution_id'] as string }),
        `select s.scope, s.execution_id from executions e
         join slots s on s.tenant_id = e.tenant_id and s.execution_id = e.execution_id
         where e.shard = ? and e.ended_at is null order by s.scope, s.execution_id`,
        shard,
      ),

    async findIdempotent(tenantKey, key) {
      const row = points.one('select execution_id from idempotency where tenant_id = ? and key = ?', tenantKey, key);
      return row?.['execution_id'] as string | undefined;
    },

    async findTick(tenantKey, triggerKey, tickAt) {
      const sql = 'select execution_id from ticks where tenant_id = ? and trigger_key = ? and tick_at = ?';
      return points.one(sql, tenantKey, triggerKey, tickAt)?.['execution_id'] as string | undefined;
    },
  };
}

const withoutOutputs = 'run, tenant_id, ord, parent_ord, task_id, value, iteration, state, body';
