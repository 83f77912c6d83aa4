import { enter, isTerminal, type TaskRun } from '@windhover/model';
import type { Live } from './live.ts';
import { onResumed } from './on-paused-resumed.ts';
import { beginAgain } from './on-restarted.ts';
import {
  ancestorsOf,
  announcingOn,
  begunAnew,
  follows,
  inRound,
  removedBy,
  roundsToGoBackTo,
  withoutExit,
} from './restart.ts';
import type { Event } from './types.ts';

/**
 * A user decides how a task run ended; the execution goes on with what follows. On a paused task run RUNNING and SUCCESS
 * resume it.
 */
export function onTaskStateChanged(live: Live, event: Extract<Event, { kind: 'taskStateChanged' }>): void {
  if (live.open.get(event.ord)?.state.current === 'PAUSED') {
    if (event.state === 'RUNNING' || event.state === 'SUCCESS')
      onResumed(live, { kind: 'resumed', ord: event.ord, at: event.at });
    return;
  }
  if (live.rows === undefined || !live.isOver || live.state.current === 'KILLED' || !isTerminal(event.state)) return;
  const rows = live.rows.toSorted((left, right) => left.ord - right.ord);
  const chosen = rows.find((row) => row.ord === event.ord);
  if (chosen === undefined || chosen.state.current === event.state) return;
  const byOrd = new Map(rows.map((row) => [row.ord, row]));
  const line = [chosen, ...ancestorsOf(chosen, byOrd)];
  const anew = new Set(announcingOn(live.flow, line));
  const rounds = roundsToGoBackTo(line);
  const removed = removedBy(
    rows,
    (row) =>
      (live.flow.byId.get(row.taskId)?.phase ?? 'tasks') !== 'tasks' ||
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
