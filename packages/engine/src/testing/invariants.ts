/** What must hold of every execution that has ended (R7, R8, R10): lists what does not. */
import { isTerminal, type StateHistory, type StateName, type TaskRun } from '@windhover/model';
import { pathOf, type Played } from './play.ts';

export function brokenInvariants({ execution, taskRuns, live, endedWith, reopened, orphans }: Played): string[] {
  const rows = new Map(taskRuns.map((row) => [row.ord, row]));
  const endOf = ({ ord }: TaskRun): number => endedWith.taskRuns.get(ord) ?? 0;
  const problems = [...historyProblems('the execution', execution.state, executionGraph, reopened)];
  const paths = new Set<string>();
  const endsByRule = live.flow.flow.sla.some(({ behavior }) => behavior !== 'NONE');
  for (const row of taskRuns) {
    const path = pathOf(row, rows);
    problems.push(...historyProblems(path, row.state, endsByRule ? blamedGraph : taskRunGraph, reopened));
    if (paths.has(path)) problems.push(`${path} exists twice`);
    paths.add(path);
    for (const { state } of row.attempts)
      if (!isTerminal(state.current)) problems.push(`an attempt of ${path} is ${state.current}`);
    const parent = rows.get(row.parentOrd);
    if (row.parentOrd >= 0 && parent === undefined) problems.push(`${path} has lost its parent`);
    if (parent !== undefined && endOf(parent) < endOf(row)) problems.push(`${path} ended after its parent`);
    if (
      live.flow.byId.get(row.taskId)?.phase !== 'afterExecution' &&
      parent === undefined &&
      endOf(row) > endedWith.execution
    ) {
      problems.push(`${path} ended after the execution`);
    }
  }
  if (execution.state.current === 'KILLED' && live.stop?.cascade === true)
    for (const childId of orphans) problems.push(`${childId} goes on`);
  if (live.open.size > 0) problems.push(`${live.open.size} task runs are still open`);
  return problems;
}

/** `reopened`: how often a user's operation left or replaced a terminal state of the execution. */
function* historyProblems(
  name: string,
  { current, histories }: StateHistory,
  graph: Graph,
  reopened: number,
): Iterable<string> {
  if (!isTerminal(current)) yield `${name} ended in ${current}`;
  const ends = histories.filter(({ state }) => isTerminal(state)).length;
  if (ends > reopened + 1) yield `${name} ended ${ends} times`;
  for (const [index, { state, at }] of histories.entries()) {
    const before = histories[index - 1];
    if (before === undefined) continue;
    if (reopened === 0 && isTerminal(before.state)) yield `${name} left ${before.state} for ${state}`;
    if (before.at > at) yield `${name} went back in time`;
    if (!isTerminal(before.state) && !graph[before.state]?.includes(state))
      yield `${name} went from ${before.state} to ${state}`;
  }
}

type Graph = Partial<Record<StateName, readonly StateName[]>>;

const executionGraph: Graph = {
  CREATED: ['QUEUED', 'RUNNING', 'CANCELLED', 'FAILED', 'KILLING'],
  QUEUED: ['RUNNING', 'PAUSED', 'RETRYING', 'CANCELLED', 'FAILED', 'KILLING', 'BREAKPOINT'],
  RUNNING: ['PAUSED', 'RETRYING', 'RETRIED', 'SUCCESS', 'WARNING', 'FAILED', 'CANCELLED', 'KILLING', 'BREAKPOINT'],
  PAUSED: ['RESTARTED', 'RUNNING', 'RETRYING', 'FAILED', 'CANCELLED', 'KILLING', 'BREAKPOINT'],
  RESTARTED: ['QUEUED', 'RUNNING', 'PAUSED', 'RETRYING', 'CANCELLED', 'KILLING', 'BREAKPOINT'],
  RETRYING: ['RUNNING', 'PAUSED', 'KILLING', 'BREAKPOINT'],
  BREAKPOINT: ['RUNNING', 'PAUSED', 'RETRYING', 'KILLING'],
  KILLING: ['KILLED', 'CANCELLED', 'FAILED'],
};

const taskRunGraph: Graph = {
  CREATED: [
    'RUNNING',
    'SKIPPED',
    'FAILED',
    'WARNING',
    'SUCCESS',
    'KILLED',
    'CANCELLED',
    'BREAKPOINT',
    'KILLING',
    'RETRYING',
  ],
  RESTARTED: ['RUNNING', 'SKIPPED', 'SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'KILLING'],
  BREAKPOINT: ['CREATED', 'KILLED'],
  RUNNING: ['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'KILLING', 'CANCELLED', 'PAUSED', 'RETRYING', 'RETRIED'],
  PAUSED: ['RUNNING', 'SUCCESS', 'FAILED', 'WARNING', 'CANCELLED', 'KILLED', 'KILLING'],
  RETRYING: ['CREATED', 'KILLED', 'KILLING'],
  KILLING: ['KILLED', 'SUCCESS', 'WARNING', 'FAILED'],
};

/** A broken SLA gives the execution's end to the task run that was begun last, wherever that one is. */
const blamedGraph: Graph = Object.fromEntries(
  Object.entries(taskRunGraph).map(([state, next]) => [state, [...next, 'FAILED', 'CANCELLED']]),
);
