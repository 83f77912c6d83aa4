/** From CREATED (or RESTARTED) to RUNNING: the schedule date, the slot, the first tasks. */
import { isTerminal } from '@windhover/model';
import { newFrame } from './frame.ts';
import { settleState } from './execution-state.ts';
import { enqueue, type Live } from './live.ts';
import { recoverOpenTaskRuns } from './recover-task-run.ts';

/** Asks for a slot where a limit holds, else begins. */
export function admitExecution(live: Live): void {
  if (!live.asksForSlot) return beginExecution(live);
  live.awaitsSlot = true;
  live.effects.push({ kind: 'requestSlot' });
}

/** RUNNING: begins the flow's list, or goes on with what restart and replay left open. */
export function beginExecution(live: Live): void {
  live.awaitsSlot = false;
  live.isBegun = true;
  const isNew = live.root === undefined;
  live.root ??= newFrame('sequence', undefined, live.flow.tasks, 0);
  settleState(live);
  if (!isNew) recoverOpenTaskRuns(live);
  enqueue(live, live.root);
}

/** The flow's deadlines count from the creation or the last restart, also after a reload. */
export function startDeadlines(live: Live, from = begunAt(live)): void {
  for (const [index, { type, durationMs }] of live.flow.flow.sla.entries()) {
    if (type !== 'MAX_DURATION' || durationMs === undefined || live.violatedSlas.includes(index)) continue;
    live.effects.push({ kind: 'startTimer', key: `sla:${index}`, dueAt: from + durationMs });
  }
}

/** RESTARTED after a terminal state is a new beginning; after PAUSED it is a resume. */
export function begunAt({ state: { histories } }: Live): number {
  for (let index = histories.length - 1; index > 0; index -= 1) {
    if (histories[index]!.state === 'RESTARTED' && isTerminal(histories[index - 1]!.state)) return histories[index]!.at;
  }
  return histories[0]!.at;
}
