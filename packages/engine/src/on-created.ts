import type { Change } from './types.ts';
import { admitExecution, startDeadlines } from './begin-execution.ts';
import { executionChanged, type Live } from './live.ts';
import { spentOnExecution } from './spending.ts';

/** The execution exists: it starts at its date, when a slot is free, with its first tasks. A repeat changes nothing. */
export function onCreated(live: Live): void {
  if (live.isCreated) return;
  live.isCreated = true;
  live.spending = spentOnExecution(live);
  executionChanged(live);
  live.effects.push({ kind: 'stateChanged', state: live.state.current });
  startDeadlines(live);
  if (live.rows !== undefined) return writeCopied(live);
  startWhenDue(live);
}

/** Waits for the schedule date, then asks to be admitted. */
export function startWhenDue(live: Live): void {
  const { scheduleAt } = live.begunFrom;
  if (scheduleAt !== undefined && scheduleAt > live.at)
    live.effects.push({ kind: 'startTimer', key: startTimerOf(live), dueAt: scheduleAt });
  else admitExecution(live);
}

/** One that takes the place of another waits for the interval of a retry, whatever becomes of the date. */
export function startTimerOf({ begunFrom: { parentId } }: Live): 'schedule' | 'interval' {
  return parentId === undefined ? 'schedule' : 'interval';
}

/** A replay begins with task runs of the execution that it was made from. */
function writeCopied(live: Live): void {
  for (const taskRun of live.rows!) {
    const change: Change = live.open.has(taskRun.ord)
      ? { kind: 'taskRunOpen', ord: taskRun.ord }
      : { kind: 'taskRunEnded', taskRun };
    live.changes.push(change);
  }
  live.rows = undefined;
  live.effects.push({ kind: 'continue', frame: 'start' });
}
