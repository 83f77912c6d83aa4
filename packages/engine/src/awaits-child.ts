/** What executions wait for that have started others. */
import { doesWait } from './flowables/child-spec.ts';
import type { Live, OpenTaskRun } from './live.ts';

/** Whether the task run does not end before the executions that it starts have ended. */
export function awaitsChild(live: Live, ord: number): boolean {
  const taskRun = live.open.get(ord);
  return taskRun !== undefined && doesWait(taskRun);
}

/** Whether nothing of it goes on before executions have ended that it has started, or is about to start. */
export function onlyAwaitsChildren({ open }: Live): boolean {
  const around = new Set(Array.from(open.values(), ({ parent }) => parent));
  const isResting = (taskRun: OpenTaskRun): boolean =>
    taskRun.task.flowable?.childEnded !== undefined && taskRun.state.current === 'RUNNING' && doesWait(taskRun);
  return open.size > 0 && open.values().every((taskRun) => around.has(taskRun) || isResting(taskRun));
}
