import { enter, isTerminal, type TaskRun } from '@windhover/model';
import { failTaskRun } from './fail-task-run.ts';
import { cancelPauseTimer, settleAfterPause } from './flowables/pause.ts';
import type { Live, OpenTaskRun } from './live.ts';
import { onResumed } from './on-paused-resumed.ts';
import { beginAgain } from './on-restarted.ts';
import {
  ancestorsOf,
  announcingOn,
  begunAnew,
  follows,
  inRound,
  isBegunAgain,
  isDirectory,
  isHandler,
  removedBy,
  roundsToGoBackTo,
  withoutExit,
} from './restart.ts';
import type { Event } from './types.ts';

/**
 * A user decides how a task run ended; the execution goes on with what follows. On a paused task run RUNNING and SUCCESS
 * resume it, FAILED gives it up. Nothing changes what has run after the tasks, or in a WorkingDirectory.
 */
export function onTaskStateChanged(live: Live, event: TaskStateChanged): void {
  const open = live.open.get(event.ord);
  if (open?.state.current === 'PAUSED') return onPausedStateChanged(live, open, event);
  if (live.rows === undefined || !live.isOver || live.state.current === 'KILLED' || !isTerminal(event.state)) return;
  const rows = live.rows.toSorted((left, right) => left.ord - right.ord);
  const chosen = rows.find((row) => row.ord === event.ord);
  if (chosen === undefined || chosen.state.current === event.state) return;
  const byOrd = new Map(rows.map((row) => [row.ord, row]));
  // A directory begins again as a whole: what its tasks have written is gone.
  if (isDirectory(live.flow.byId.get(byOrd.get(chosen.parentOrd)?.taskId ?? ''))) return;
  const line = [chosen, ...ancestorsOf(chosen, byOrd)];
  const anew = new Set(announcingOn(live.flow, line));
  const around = new Set(line.slice(1).map(({ ord }) => ord));
  const rounds = roundsToGoBackTo(line);
  const removed = removedBy(
    rows,
    (row) =>
      (isHandler(live.flow, row) && isBegunAgain(row.parentOrd, around)) ||
      follows(live.flow, row, anew, byOrd) ||
      (row.iteration ?? 0) > (rounds.get(row.parentOrd) ?? Infinity),
  );
  if (removed.has(chosen.ord)) return;
  const changed: TaskRun[] = [];
  const taskRuns = rows
    .filter((row) => !removed.has(row.ord))
    .map((row) => {
      if (!line.includes(row)) return row;
      const again = {
        ...inRound(anew.has(row.ord) ? begunAnew(row) : withoutExit(row), rounds.get(row.ord)),
        state: enter(row.state, row === chosen ? event.state : 'RUNNING', event.at),
      };
      changed.push(again);
      return again;
    });
  beginAgain(live, { taskRuns, changed, removed: [...removed] });
}

type TaskStateChanged = Extract<Event, { kind: 'taskStateChanged' }>;

function onPausedStateChanged(live: Live, paused: OpenTaskRun, { ord, state, by, at }: TaskStateChanged): void {
  if (state === 'RUNNING' || state === 'SUCCESS')
    return onResumed(live, { kind: 'resumed', ord, at, ...(by === undefined ? undefined : { by }) });
  if (state !== 'FAILED') return;
  cancelPauseTimer(live, paused);
  failTaskRun(live, paused, 'Somebody has decided that it failed');
  settleAfterPause(live, true);
}
