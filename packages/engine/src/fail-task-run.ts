/** Ends a task run FAILED for a reason of the executor's own, with a line in its log. */
import { endTaskRun } from './end-task-run.ts';
import type { Live, OpenTaskRun } from './live.ts';

export function failTaskRun(live: Live, taskRun: OpenTaskRun, message: string): void {
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message });
  endTaskRun(live, taskRun, 'FAILED');
}
