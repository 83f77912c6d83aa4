/** Which task runs a restart begins again, and which it removes. */
import { enter, isTerminal, type Instant, type StateName, type TaskRun } from '@windhover/model';
import { workingDirectoryType } from './flowables/flowables.ts';
import type { CompiledFlow, CompiledTask } from './types.ts';

export interface Restart {
  /** All task runs that remain, in order. */
  readonly taskRuns: readonly TaskRun[];
  /** Those of them that differ from what they were. */
  readonly changed: readonly TaskRun[];
  readonly removed: readonly number[];
}

/**
 * Failed task runs become RESTARTED and their flowables RUNNING; what ran after the failure (`errors`, `finally`,
 * `afterExecution`) of the flow and of these flowables, and children of a directory that is run again, are removed. Where a
 * `finally` failed, the tasks before it stay as they are, and it runs again. Failures that a flowable has accepted
 * (AllowFailure) are left alone unless nothing else failed. Undefined: there is nothing to restart.
 */
export function restartTaskRuns(flow: CompiledFlow, taskRuns: readonly TaskRun[], at: Instant): Restart | undefined {
  const rows = taskRuns.toSorted((left, right) => left.ord - right.ord);
  const handlers = removedBy(rows, (row) => isHandler(flow, row));
  const others = rows.filter((row) => !handlers.has(row.ord));
  const byOrd = new Map(others.map((row) => [row.ord, row]));
  const isEnd = (row: TaskRun): boolean => flow.byId.get(row.taskId)?.phase === 'finally' && hasFailed(row);
  const ends = rows.filter((row) => isEnd(row) && (row.parentOrd < 0 || byOrd.has(row.parentOrd)));
  const failed = unaccepted([...leavesToRestart(flow, others, ends, byOrd), ...ends], byOrd);
  if (failed.length === 0) return undefined;
  const states = new Map<number, StateName>();
  const anew = new Set<number>();
  for (const row of failed) {
    const line = [row, ...ancestorsOf(row, byOrd)];
    for (const { ord } of line) states.set(ord, ord === row.ord ? 'RESTARTED' : 'RUNNING');
    for (const ord of announcingOn(flow, line)) anew.add(ord);
  }
  const removed = removedBy(
    rows,
    (row) =>
      (isHandler(flow, row) && isBegunAgain(row.parentOrd, states)) ||
      follows(flow, row, anew, byOrd) ||
      // What begins again has no children of the last time: those of a directory, rounds of a loop.
      states.get(row.parentOrd) === 'RESTARTED',
  );
  const changed: TaskRun[] = [];
  const remaining = rows
    .filter((row) => !removed.has(row.ord))
    .map((row) => {
      const state = states.get(row.ord);
      if (state === undefined) return row;
      const again = {
        ...(anew.has(row.ord) ? begunAnew(row) : state === 'RESTARTED' ? begunAgain(flow, row) : withoutExit(row)),
        state: enter(row.state, state, at),
      };
      changed.push(again);
      return again;
    });
  return { taskRuns: remaining, changed, removed: [...removed] };
}

/** A task of `errors`, `finally` or `afterExecution`. */
export function isHandler(flow: CompiledFlow, { taskId }: TaskRun): boolean {
  return (flow.byId.get(taskId)?.phase ?? 'tasks') !== 'tasks';
}

/** Whether the list goes on that this task run holds; that of the flow always does. */
export function isBegunAgain(parentOrd: number, states: { has(ord: number): boolean }): boolean {
  return parentOrd < 0 || states.has(parentOrd);
}

/** Rows that match, with everything below them: a parent stands before its children. */
export function removedBy(rows: readonly TaskRun[], isRemoved: (row: TaskRun) => boolean): Set<number> {
  const removed = new Set<number>();
  for (const row of rows) if (removed.has(row.parentOrd) || isRemoved(row)) removed.add(row.ord);
  return removed;
}

export function ancestorsOf(row: TaskRun, byOrd: ReadonlyMap<number, TaskRun>): TaskRun[] {
  const ancestors: TaskRun[] = [];
  for (let at = byOrd.get(row.parentOrd); at !== undefined; at = byOrd.get(at.parentOrd)) ancestors.push(at);
  return ancestors;
}

/**
 * Loops that have gone further than the round in which the line (a task run and its ancestors, inner ones first) stands,
 * by ordinal: they go back to that round.
 */
export function roundsToGoBackTo(line: readonly TaskRun[]): ReadonlyMap<number, number> {
  const rounds = new Map<number, number>();
  for (const [index, row] of line.entries()) {
    const loop = line[index + 1];
    const round = loop?.memo?.['round'];
    if (loop !== undefined && typeof round === 'number' && row.iteration !== undefined && row.iteration < round)
      rounds.set(loop.ord, row.iteration);
  }
  return rounds;
}

/** The loop's row in the round named; whether it is over is decided anew. */
export function inRound(row: TaskRun, round: number | undefined): TaskRun {
  if (round === undefined) return row;
  const { isOver: _isOver, hasFailed: _hasFailed, dueAt: _dueAt, ...memo } = row.memo!;
  return { ...row, memo: { ...memo, round } };
}

function unaccepted(failed: readonly TaskRun[], byOrd: ReadonlyMap<number, TaskRun>): readonly TaskRun[] {
  const shown = failed.filter((row) => ancestorsOf(row, byOrd).every(hasFailed));
  return shown.length > 0 ? shown : failed;
}

function leavesToRestart(
  flow: CompiledFlow,
  rows: readonly TaskRun[],
  ends: readonly TaskRun[],
  byOrd: ReadonlyMap<number, TaskRun>,
): TaskRun[] {
  const parents = new Set<number>();
  for (const row of [...rows, ...ends])
    if (hasFailed(row)) for (const ord of aboveFailure(row, byOrd)) parents.add(ord);
  const isLeaf = (row: TaskRun): boolean => isDirectory(flow.byId.get(row.taskId)) || !parents.has(row.ord);
  const isInner = (row: TaskRun): boolean => isDirectory(flow.byId.get(byOrd.get(row.parentOrd)?.taskId ?? ''));
  const isPast = (row: TaskRun): boolean => roundsToGoBackTo([row, ...ancestorsOf(row, byOrd)]).size > 0;
  return rows.filter(
    (row) => hasFailed(row) && isLeaf(row) && !isInner(row) && flow.byId.has(row.taskId) && !isPast(row),
  );
}

/** The flowables around a failure, as far out as it shows: as a failure or as a warning. */
function* aboveFailure(row: TaskRun, byOrd: ReadonlyMap<number, TaskRun>): Iterable<number> {
  for (let at: TaskRun | undefined = row; at !== undefined; at = byOrd.get(at.parentOrd)) {
    if (!hasFailed(at) && at.state.current !== 'WARNING') return;
    yield at.parentOrd;
  }
}

function hasFailed({ state: { current } }: TaskRun): boolean {
  return current === 'FAILED' || current === 'KILLED' || current === 'CANCELLED' || !isTerminal(current);
}

export function isDirectory(task: CompiledTask | undefined): boolean {
  return task?.definition.type === workingDirectoryType;
}

/** It is asked again whether it runs; a flowable evaluates its condition, value or items again. */
function begunAgain(flow: CompiledFlow, row: TaskRun): TaskRun {
  const flowable = flow.byId.get(row.taskId)?.flowable;
  if (flowable !== undefined && flowable.keepsProgress !== true) return begunAnew(row);
  return without(withoutExit(row), 'isAdmitted');
}

export function begunAnew(row: TaskRun): TaskRun {
  const { outputs: _outputs, memo: _memo, ...rest } = row;
  return rest;
}

/**
 * Those on a line (a task run and its ancestors, inner ones first) that it leaves through their `onPause` or `onWait`: what
 * comes after that, the pause itself first, begins anew.
 */
export function announcingOn(flow: CompiledFlow, line: readonly TaskRun[]): readonly number[] {
  return line
    .filter(
      (row, index) => index > 0 && row.memo?.['announced'] !== undefined && isAnnouncement(flow, row, line[index - 1]!),
    )
    .map(({ ord }) => ord);
}

/** Whether it ran after the pause of one of those that begin anew. */
export function follows(
  flow: CompiledFlow,
  row: TaskRun,
  anew: ReadonlySet<number>,
  byOrd: ReadonlyMap<number, TaskRun>,
): boolean {
  return anew.has(row.parentOrd) && !isAnnouncement(flow, byOrd.get(row.parentOrd)!, row);
}

function isAnnouncement(flow: CompiledFlow, row: TaskRun, child: TaskRun): boolean {
  return flow.byId.get(row.taskId)?.branches?.then.some(({ id }) => id === child.taskId) === true;
}

/** An Exit that decided the last time decides no more. */
export function withoutExit(row: TaskRun): TaskRun {
  return without(row, 'exit');
}

function without(row: TaskRun, remembered: string): TaskRun {
  if (row.memo?.[remembered] === undefined) return row;
  const { memo, ...rest } = row;
  const { [remembered]: _forgotten, ...kept } = memo!;
  return { ...rest, memo: kept };
}
