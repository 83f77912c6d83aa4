/** States that a user decides: of an ended execution, of one of its task runs, of one that waits. */
import {
  enter,
  findTaskDefinition,
  IllegalArgument,
  IllegalState,
  InvalidEntity,
  isTerminal,
  ordOf,
  stateProblem,
  taskRunId,
  type Execution,
  type StateName,
  type TaskRun,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Event } from '@windhover/engine';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { demandNotIgnored } from '../kill-switches/switch-of-execution.ts';
import type { ShownExecution } from './execution-json.ts';
import { noteOnExecution } from './execution-audit.ts';
import { flowOfExecution } from './flow-of-execution.ts';
import { getExecution, withTaskRuns } from './get-execution.ts';
import { demandNoAnswer } from './pause-of.ts';
import { resumedBy } from './resumed-by.ts';

/** One terminal state for another; runs nothing. Throws `IllegalArgument` unless both are terminal. */
export async function changeStatus(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  state: StateName,
): Promise<Execution> {
  const execution = await checkStatusChange(scope, actor, executionId, state);
  return send(deps, scope, actor, execution, 'changeStatus', { kind: 'statusChanged', state, at: deps.clock.now() });
}

/** Throws what a change to this state would throw; nothing changes. */
export async function checkStatusChange(
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  state: StateName,
): Promise<Execution> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:UPDATE');
  const { current } = execution.state;
  if (stateProblem('changeStatus', current) !== undefined) {
    throw new IllegalArgument({
      reason: `execution '${executionId}' is ${current}, only the status of an ended one can be changed`,
    });
  }
  if (!isTerminal(state)) throw new IllegalArgument({ reason: `'${state}' is no state in which an execution can end` });
  if (current === 'KILLED' && state !== 'KILLED') {
    throw new IllegalArgument({ reason: `execution '${executionId}' was killed, its status can't be changed` });
  }
  return execution;
}

/**
 * Decides how a task run ended; the execution goes on with what follows. A paused one goes on (RUNNING, SUCCESS) or fails
 * (FAILED). The answer shows the task run in its new state. Throws `IllegalArgument` for other states, for what was killed and
 * for tasks of `errors`, `finally`, `afterExecution` and a WorkingDirectory, `IllegalState` while the execution runs, and when
 * what the task run waits for is not ended by that.
 */
export async function changeTaskRunState(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  change: { readonly taskRunId: string; readonly state: StateName },
): Promise<ShownExecution> {
  const { state } = change;
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:UPDATE');
  const ord = ordOf(executionId, change.taskRunId);
  const before = await scope.executions.taskRuns(executionId);
  const taskRun = before.find((row) => row.ord === ord);
  if (ord === undefined || taskRun === undefined) {
    throw new IllegalArgument({ reason: `execution '${executionId}' has no task run '${change.taskRunId}'` });
  }
  demandDecidable(execution, taskRun, state);
  if (taskRun.state.current === 'PAUSED' && state !== 'FAILED') {
    const flow = await flowOfExecution(deps, scope, execution);
    demandNoAnswer(execution, findTaskDefinition(flow, taskRun.taskId));
  }
  const at = deps.clock.now();
  const sent = await deps.host.send(scope.key, executionId, {
    kind: 'taskStateChanged',
    ord,
    state,
    at,
    ...resumedBy(actor),
  });
  const changed = sent ?? execution;
  const isSame = changed.state.histories.length === execution.state.histories.length;
  if (isSame && taskRun.state.current !== 'PAUSED' && taskRun.state.current !== state) {
    throw new IllegalArgument({ reason: await whyUndecidable(deps, scope, execution, taskRun, before) });
  }
  await noteOnExecution(deps, scope, actor, execution, 'changeTaskRunState');
  if (taskRun.state.current === 'PAUSED') return withTaskRuns(scope, asContinued(changed, execution));
  // What follows may run already, but the caller asked about this one.
  const shown = before.map((row) => (row === taskRun ? { ...row, state: enter(row.state, state, at) } : row));
  return { execution: changed, taskRuns: shown };
}

function demandDecidable({ id, state: { current } }: Execution, taskRun: TaskRun, state: StateName): void {
  if (taskRun.state.current === 'PAUSED') {
    if (pausedStates.includes(state)) return;
    throw new IllegalArgument({ reason: `a paused task run can be ${pausedStates.join(', ')}, not ${state}` });
  }
  if (!isTerminal(current))
    throw new IllegalState({ reason: `execution '${id}' is ${current}, it must have ended first` });
  if (!isTerminal(state)) throw new IllegalArgument({ reason: `'${state}' is no state in which a task run can end` });
  if (current === 'KILLED') {
    throw new IllegalArgument({ reason: `execution '${id}' was killed, the states of its task runs can't be changed` });
  }
}

/** Of a task run that the engine has left as it was. */
async function whyUndecidable(
  deps: Deps,
  scope: TenantScope,
  execution: Execution,
  { ord, taskId, parentOrd }: TaskRun,
  taskRuns: readonly TaskRun[],
): Promise<string> {
  const flow = await flowOfExecution(deps, scope, execution);
  const parentId = taskRuns.find((row) => row.ord === parentOrd)?.taskId;
  const parent = parentId === undefined ? undefined : findTaskDefinition(flow, parentId);
  const isInDirectory =
    parent?.type.endsWith('.WorkingDirectory') === true &&
    parent.children?.tasks.some((task) => task.id === taskId) === true;
  if (isInDirectory) {
    return `task '${taskId}' would run again with its WorkingDirectory: change the state of '${parent.id}', or restart the execution`;
  }
  const id = taskRunId(execution.id, ord);
  return `task run '${id}' ran after the end of the tasks: it would run again, whatever its state`;
}

const pausedStates: readonly StateName[] = ['RUNNING', 'SUCCESS', 'FAILED'];

/**
 * Begins without waiting for a date, a slot or a resume. Throws `IllegalArgument` when it has ended, `IllegalState` while a
 * kill switch ignores it.
 */
export async function forceRun(deps: Deps, scope: TenantScope, actor: Actor, executionId: string): Promise<Execution> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:FORCE_RUN');
  if (stateProblem('forceRun', execution.state.current) !== undefined) {
    throw new IllegalArgument({ reason: `execution '${executionId}' has ended, it can't be forced to run` });
  }
  await demandNotIgnored(deps, scope.key, execution);
  return send(deps, scope, actor, execution, 'forceRun', {
    kind: 'forceRun',
    at: deps.clock.now(),
    ...resumedBy(actor),
  });
}

/**
 * Takes it out of the queue: to run at once, or to end in the state named. Throws `IllegalArgument` unless it is QUEUED,
 * and `IllegalState` when it is to run while a kill switch ignores it.
 */
export async function unqueueExecution(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  state: StateName = 'RUNNING',
): Promise<Execution> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:UNQUEUE');
  if (stateProblem('unqueue', execution.state.current) !== undefined) {
    throw new IllegalArgument({ reason: `execution '${executionId}' is not queued, can't take it out of the queue` });
  }
  const at = deps.clock.now();
  if (state === 'RUNNING') {
    await demandNotIgnored(deps, scope.key, execution);
    return send(deps, scope, actor, execution, 'unqueue', { kind: 'forceRun', at });
  }
  if (state !== 'CANCELLED' && state !== 'FAILED' && state !== 'KILLED') {
    throw new InvalidEntity({ reason: `state: '${state}' is none of RUNNING, CANCELLED, FAILED and KILLED` });
  }
  return send(deps, scope, actor, execution, 'unqueue', { kind: 'killRequested', endState: state, cascade: false, at });
}

async function send(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  execution: Execution,
  action: Parameters<typeof noteOnExecution>[4],
  event: Event,
): Promise<Execution> {
  const changed = await deps.host.send(scope.key, execution.id, event);
  await noteOnExecution(deps, scope, actor, execution, action);
  return changed ?? execution;
}

/** As it was when it went on: what follows may be over by now, but the answer is about the change. */
function asContinued(changed: Execution, before: Execution): Execution {
  const histories = changed.state.histories.slice(0, before.state.histories.length + 1);
  return { ...changed, state: { current: histories[histories.length - 1]!.state, histories } };
}
