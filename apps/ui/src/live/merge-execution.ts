import type { WireExecution } from '../api/wire.ts';

/** An event's changes on what is held: its header replaces, of the task runs it brings only those that changed. */
export function mergeExecution(held: WireExecution, event: WireExecution): WireExecution {
  if (event.taskRunList === undefined || held.taskRunList === undefined) return { ...held, ...event };
  const changed = new Map(event.taskRunList.map((taskRun) => [taskRun.id, taskRun]));
  const known = held.taskRunList.map((taskRun) => {
    const renewed = changed.get(taskRun.id);
    changed.delete(taskRun.id);
    return renewed ?? taskRun;
  });
  return { ...held, ...event, taskRunList: [...known, ...changed.values()] };
}
