import type { EngineRows } from '@windhover/ports';
import type { Step } from '../step.ts';

type TaskRunRows = Pick<EngineRows, 'taskRunsLive' | 'taskRunsEnded' | 'taskRunsRemoved'>;

const deleteLive = 'delete from live_task_runs where run = ? and ord = ?';

/** Removals come first: what is restarted may come back under the same ordinal in the same commit. */
export function writeTaskRuns({ taskRunsLive, taskRunsEnded, taskRunsRemoved }: TaskRunRows): Step[] {
  const removed = taskRunsRemoved.map(({ run, ord }) => [run, ord]);
  return [
    { sql: deleteLive, rows: removed },
    { sql: 'delete from task_runs where run = ? and ord = ?', rows: removed },
    {
      sql: `insert into live_task_runs(run, tenant_id, ord, shard, state, attempt, worker_id, lease, body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict(run, ord) do update set shard = excluded.shard, state = excluded.state,
              attempt = excluded.attempt, worker_id = excluded.worker_id, lease = excluded.lease, body = excluded.body`,
      rows: taskRunsLive.map((row) => [
        row.run,
        row.tenantKey,
        row.ord,
        row.shard,
        row.state,
        row.attempt,
        row.workerId,
        row.lease,
        row.body,
      ]),
    },
    { sql: deleteLive, rows: taskRunsEnded.filter((row) => row.wasLive).map(({ run, ord }) => [run, ord]) },
    {
      sql: `insert into task_runs(run, tenant_id, ord, parent_ord, task_id, value, iteration, state, body, outputs)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      rows: taskRunsEnded.map((row) => [
        row.run,
        row.tenantKey,
        row.ord,
        row.parentOrd,
        row.taskId,
        row.value,
        row.iteration,
        row.state,
        row.body,
        row.outputs,
      ]),
      expect: { of: 'change', refusal: { thing: 'TaskRun', id: '' }, idAt: 2 },
    },
  ];
}
