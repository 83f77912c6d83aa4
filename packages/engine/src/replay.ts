/** The task runs that a replay from the middle begins with. */
import { enter, isTerminal, type Execution, type Instant, type StateHistory, type TaskRun } from '@windhover/model';
import { ancestorsOf, announcingOn, begunAnew, inRound, isDirectory, removedBy } from './restart.ts';
import type { CompiledFlow, CompiledTask, Phase } from './types.ts';

export interface Replay {
  /** The history of the original followed by RESTARTED. */
  readonly state: StateHistory;
  /** Ordinals are kept; ids differ, since they begin with the new execution's. */
  readonly taskRuns: readonly TaskRun[];
}

/**
 * Copies what lies before the chosen task run, with its outputs; the chosen one becomes RESTARTED (a flowable RUNNING,
 * without its children), its flowables RUNNING, what follows in the flow is left out. From a task run of
 * `afterExecution` on, all of that list runs again. Undefined: no such task run.
 */
export function replayFrom(
  execution: Execution,
  taskRuns: readonly TaskRun[],
  flow: CompiledFlow,
  ord: number,
  at: Instant,
): Replay | undefined {
  const rows = taskRuns.toSorted((left, right) => left.ord - right.ord);
  const byOrd = new Map(rows.map((row) => [row.ord, row]));
  const named = byOrd.get(ord);
  const around = byOrd.get(named?.parentOrd ?? -1);
  // A directory begins again as a whole: what its tasks have written is gone.
  const chosen = isDirectory(flow.byId.get(around?.taskId ?? '')) ? around : named;
  const task = flow.byId.get(chosen?.taskId ?? '');
  if (chosen === undefined || task === undefined) return undefined;
  const line = [chosen, ...ancestorsOf(chosen, byOrd)];
  if (phaseOf(flow, line[line.length - 1]!) === 'afterExecution') return endAgain(execution, rows, flow, at);
  const followers = new Set(line.flatMap((row) => followersOf(flow, row, rows)));
  const removed = removedBy(
    rows,
    (row) => followers.has(row.ord) || row.parentOrd === chosen.ord || !mayStay(flow, row, line),
  );
  const kept = rows.filter((row) => !removed.has(row.ord));
  return {
    state: enter(execution.state, 'RESTARTED', at),
    taskRuns: kept.map((row) => copyOf(flow, row, chosen, line, at)),
  };
}

/** All that the state came from stays: the execution ends once more, and what comes after its end follows. */
function endAgain(execution: Execution, rows: readonly TaskRun[], flow: CompiledFlow, at: Instant): Replay {
  const removed = removedBy(rows, (row) => phaseOf(flow, row) === 'afterExecution');
  return { state: enter(execution.state, 'RESTARTED', at), taskRuns: rows.filter((row) => !removed.has(row.ord)) };
}

function phaseOf(flow: CompiledFlow, row: TaskRun): Phase {
  return flow.byId.get(row.taskId)?.phase ?? 'tasks';
}

/**
 * What follows in the same list. Groups of a ForEach follow each other only when they run one at a time; what a later
 * group had done up to the chosen task stays done.
 */
function followersOf(flow: CompiledFlow, row: TaskRun, rows: readonly TaskRun[]): number[] {
  const task = flow.byId.get(row.taskId);
  if (task === undefined) return [];
  const siblings = rows.filter((other) => other.parentOrd === row.parentOrd && other.ord !== row.ord);
  return siblings.filter((other) => follows(flow.byId.get(other.taskId), other, task, row)).map((other) => other.ord);
}

function follows(other: CompiledTask | undefined, otherRow: TaskRun, task: CompiledTask, row: TaskRun): boolean {
  if (other === undefined || other.phase !== task.phase) return false;
  switch (task.parent === undefined || task.phase !== 'tasks' ? 'sequence' : orderOf(task.parent)) {
    case 'parallel':
      return false;
    case 'dag':
      return isDependent(task, other);
    case 'groups':
      return otherRow.iteration === row.iteration
        ? other.index > task.index
        : isOneByOne(task.parent!) && (otherRow.iteration ?? 0) > (row.iteration ?? 0) && other.index >= task.index;
    case 'sequence':
      return other.index > task.index || (otherRow.iteration ?? 0) > (row.iteration ?? 0);
  }
}

function orderOf({ definition: { type } }: CompiledTask): 'parallel' | 'dag' | 'groups' | 'sequence' {
  const name = type.slice(type.lastIndexOf('.') + 1);
  if (name === 'Parallel') return 'parallel';
  if (name === 'Dag') return 'dag';
  return name === 'ForEach' || name === 'EachSequential' || name === 'EachParallel' ? 'groups' : 'sequence';
}

function isOneByOne({ definition: { type, properties } }: CompiledTask): boolean {
  return (
    type.endsWith('.EachSequential') || (type.endsWith('.ForEach') && Number(properties['concurrencyLimit'] ?? 1) === 1)
  );
}

function isDependent(task: CompiledTask, other: CompiledTask): boolean {
  const { dependents } = task.parent!.branches!.dependencies;
  const seen = new Set<number>();
  const stack = [task.index];
  while (stack.length > 0) {
    for (const next of dependents[stack.pop()!]!) {
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return seen.has(other.index);
}

/** `errors` and `finally` of lists that begin again go, unless they ran before the chosen one; so does what had not ended. */
function mayStay(flow: CompiledFlow, row: TaskRun, line: readonly TaskRun[]): boolean {
  if (line.includes(row)) return true;
  if (!isTerminal(row.state.current)) return false;
  if (phaseOf(flow, row) === 'tasks') return true;
  const isOnList = row.parentOrd < 0 || line.some((ancestor) => ancestor.ord === row.parentOrd);
  const chosen = line.find(({ parentOrd }) => parentOrd === row.parentOrd);
  return !isOnList || (chosen !== undefined && ranBefore(flow, row, chosen));
}

/** Of two handlers of one list, or a task and a handler. */
function ranBefore(flow: CompiledFlow, row: TaskRun, chosen: TaskRun): boolean {
  const [phase, chosenPhase] = [phaseOf(flow, row), phaseOf(flow, chosen)];
  if (phase !== chosenPhase) return phase === 'errors' && chosenPhase === 'finally';
  return row.ord < chosen.ord;
}

function copyOf(flow: CompiledFlow, row: TaskRun, chosen: TaskRun, line: readonly TaskRun[], at: Instant): TaskRun {
  if (!line.includes(row)) return row;
  const task = flow.byId.get(row.taskId);
  if (row === chosen) {
    return { ...begunAnew(row), state: enter(row.state, task!.kind === 'flowable' ? 'RUNNING' : 'RESTARTED', at) };
  }
  const child = line[line.indexOf(row) - 1]!;
  const state = enter(row.state, 'RUNNING', at);
  if (announcingOn(flow, line).includes(row.ord)) return { ...begunAnew(row), state };
  return { ...(row.memo?.['round'] === undefined ? row : inRound(row, child.iteration)), state };
}
