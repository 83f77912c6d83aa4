import type { EngineRows } from '@windhover/ports';
import { bigint, deletion, insertion, integer, text, type Section } from './section.ts';

type TaskRunRows = Pick<EngineRows, 'taskRunsLive' | 'taskRunsEnded' | 'taskRunsRemoved'>;

/** Removals come first: what is restarted may come back under the same ordinal in the same commit. */
export function writeTaskRuns({ taskRunsLive, taskRunsEnded, taskRunsRemoved }: TaskRunRows): Section[] {
  const noLongerLive = [...taskRunsRemoved, ...taskRunsEnded.filter((row) => row.wasLive)];
  return [
    deletion('live_gone', 'live_task_runs', keysOf(noLongerLive)),
    deletion('ended_gone', 'task_runs', keysOf(taskRunsRemoved)),
    insertion(
      'live_written',
      'live_task_runs',
      [
        ...keysOf(taskRunsLive),
        text(
          'tenant_id',
          taskRunsLive.map((row) => row.tenantKey),
        ),
        integer(
          'shard',
          taskRunsLive.map((row) => row.shard),
        ),
        text(
          'state',
          taskRunsLive.map((row) => row.state),
        ),
        integer(
          'attempt',
          taskRunsLive.map((row) => row.attempt),
        ),
        text(
          'worker_id',
          taskRunsLive.map((row) => row.workerId),
        ),
        bigint(
          'lease',
          taskRunsLive.map((row) => row.lease),
        ),
        text(
          'body',
          taskRunsLive.map((row) => row.body),
        ),
      ],
      {
        onConflict: `on conflict(run, ord) do update set shard = excluded.shard, state = excluded.state,
          attempt = excluded.attempt, worker_id = excluded.worker_id, lease = excluded.lease, body = excluded.body`,
        after: ['live_gone'],
      },
    ),
    insertion(
      'ended_written',
      'task_runs',
      [
        ...keysOf(taskRunsEnded),
        text(
          'tenant_id',
          taskRunsEnded.map((row) => row.tenantKey),
        ),
        integer(
          'parent_ord',
          taskRunsEnded.map((row) => row.parentOrd),
        ),
        text(
          'task_id',
          taskRunsEnded.map((row) => row.taskId),
        ),
        text(
          'value',
          taskRunsEnded.map((row) => row.value),
        ),
        integer(
          'iteration',
          taskRunsEnded.map((row) => row.iteration),
        ),
        text(
          'state',
          taskRunsEnded.map((row) => row.state),
        ),
        text(
          'body',
          taskRunsEnded.map((row) => row.body),
        ),
        text(
          'outputs',
          taskRunsEnded.map((row) => row.outputs),
        ),
      ],
      { after: ['ended_gone'] },
    ),
  ];
}

function keysOf(rows: readonly { readonly run: number; readonly ord: number }[]) {
  return [
    bigint(
      'run',
      rows.map((row) => row.run),
    ),
    integer(
      'ord',
      rows.map((row) => row.ord),
    ),
  ];
}
