import type { OpenTaskRun } from '@windhover/engine';
import type { HandOn } from './attempt-context.ts';
import type { Executor } from './executor.ts';
import type { Held } from './held.ts';

/** What an attempt says and measures becomes rows of its execution's next commit. */
export function handOnTo(
  executor: Executor,
  clock: { now(): number },
  { tenantKey, executionId }: Held,
  { ord, attempt, task }: Pick<OpenTaskRun, 'ord' | 'attempt' | 'task'>,
): HandOn {
  const of = { tenantKey, executionId, ord, attempt };
  return {
    lines: (lines) => executor.submit({ kind: 'lines', ...of, lines }),
    metrics: (values) => executor.submit({ kind: 'metrics', ...of, taskId: task.id, at: clock.now(), values }),
  };
}
