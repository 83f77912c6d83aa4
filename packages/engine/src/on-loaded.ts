import { isTerminal } from '@windhover/model';
import { admitExecution, startDeadlines } from './begin-execution.ts';
import { enqueue, type Live } from './live.ts';
import { startWhenDue } from './on-created.ts';
import { recoverOpenTaskRuns } from './recover-task-run.ts';
import { spentOnExecution } from './spending.ts';
import { stopOpenTaskRuns } from './stop-execution.ts';

/** Goes on from rows: every effect that something open waits for is derived again. */
export function onLoaded(live: Live): void {
  if (live.isOver) return;
  live.spending = spentOnExecution(live);
  if (live.stop !== undefined) recoverStop(live);
  switch (live.state.current) {
    case 'CREATED':
      startDeadlines(live);
      return startWhenDue(live);
    case 'QUEUED':
      startDeadlines(live);
      return admitExecution(live);
    case 'RESTARTED':
      startDeadlines(live);
      return admitExecution(live);
    default:
      if (!isTerminal(live.state.current)) startDeadlines(live);
      recoverOpenTaskRuns(live);
      if (live.root !== undefined) enqueue(live, live.root);
  }
}

function recoverStop(live: Live): void {
  const { at, sparedUntil } = live.stop!;
  const { killGraceMs } = live.settings;
  const graceFrom = live.isCut && sparedUntil !== undefined ? sparedUntil : at;
  live.effects.push({ kind: 'startTimer', key: 'kill', dueAt: graceFrom + killGraceMs });
  if (sparedUntil !== undefined && !live.isCut)
    live.effects.push({ kind: 'startTimer', key: 'afterKill', dueAt: sparedUntil });
  live.stopCursor = 0;
  stopOpenTaskRuns(live);
}
