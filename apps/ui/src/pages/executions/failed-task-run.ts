import type { WireExecution, WireTaskRun } from '../../api/wire.ts';

/** The task run that made the execution fail: the last failed one that did not fail merely because of a child. */
export function failedTaskRun(execution: WireExecution): WireTaskRun | undefined {
  const failed = (execution.taskRunList ?? []).filter((taskRun) => taskRun.state.current === 'FAILED');
  const parents = new Set(failed.map((taskRun) => taskRun.parentTaskRunId));
  return failed.filter((taskRun) => !parents.has(taskRun.id)).at(-1);
}
