import { invariant } from '@windhover/model';
import { Conflict, type ShardStore } from '@windhover/ports';
import { shardReads, type SqlReads } from '@windhover/sql';
import { dialect } from '../dialect.ts';
import type { PointReads } from '../point-reads.ts';
import type { Writer } from '../writer.ts';
import { fence, toSteps } from './engine-commit.ts';

/** One process, one shard: everything lives on it. */
const onlyShard = 0;

/** A start goes on behind the highest one that was used. */
const runsAtOnce = 100_000;

export function shardStore(writer: Writer, points: PointReads, reads: SqlReads): ShardStore {
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
    ...shardReads(reads, dialect),

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
  };
}
