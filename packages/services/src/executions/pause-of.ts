/** What a paused execution waits for, and who can end that. */
import {
  approvalType,
  findTaskDefinition,
  IllegalState,
  type Execution,
  type Flow,
  type TaskDefinition,
  type TaskRun,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { flowOfExecution } from './flow-of-execution.ts';

export interface Pause {
  readonly execution: Execution;
  readonly flow: Flow;
  readonly taskRuns: readonly TaskRun[];
  /** The first Pause or Approval that waits; undefined when the execution was paused by hand or waits at a breakpoint. */
  readonly taskRun: TaskRun | undefined;
  readonly task: TaskDefinition | undefined;
}

/** Of a paused execution. Throws `IllegalState` when all that it waits for begins again by itself. */
export async function pauseOf(deps: Deps, scope: TenantScope, execution: Execution): Promise<Pause> {
  const flow = await flowOfExecution(deps, scope, execution);
  const taskRuns = await scope.executions.taskRuns(execution.id);
  const waiting = taskRuns
    .filter((taskRun) => taskRun.state.current === 'PAUSED')
    .map((taskRun) => ({ taskRun, task: findTaskDefinition(flow, taskRun.taskId) }));
  const first = waiting.find(({ task }) => task !== undefined && canBeResumed(task));
  const loop = waiting[0]?.task;
  if (first === undefined && loop !== undefined && !isHeld(execution, taskRuns)) throw loopGoesOn(execution, loop);
  return { execution, flow, taskRuns, taskRun: first?.taskRun, task: first?.task };
}

/** Throws `IllegalState` when a resume that answers nothing would not end what a paused execution waits for. */
export async function demandResumable(deps: Deps, scope: TenantScope, execution: Execution): Promise<void> {
  const { task, taskRuns } = await pauseOf(deps, scope, execution);
  if (!isHeld(execution, taskRuns)) demandNoAnswer(execution, task);
}

/** Throws `IllegalState` when saying that a paused task has gone well would not end its pause. */
export function demandNoAnswer(execution: Execution, task: TaskDefinition | undefined): void {
  if (task?.type === approvalType) throw decisionIsMissing(execution, task);
  if (task !== undefined && !canBeResumed(task)) throw loopGoesOn(execution, task);
}

/** A LoopUntil between two rounds is PAUSED, too, but waits for its timer. */
function canBeResumed({ type }: TaskDefinition): boolean {
  return type.endsWith('.Pause') || type === approvalType;
}

/** A resume that names no task run ends such a pause first. */
function isHeld({ memo }: Execution, taskRuns: readonly TaskRun[]): boolean {
  return memo?.['isHeld'] === true || taskRuns.some(({ state }) => state.current === 'BREAKPOINT');
}

function decisionIsMissing({ id }: Execution, task: TaskDefinition): IllegalState {
  const remedy = 'resume the execution with `decision` APPROVED or DENIED';
  return new IllegalState({ reason: `execution '${id}': task '${task.id}' waits for a decision: ${remedy}` });
}

function loopGoesOn({ id }: Execution, task: TaskDefinition): IllegalState {
  const remedy = 'change its state to FAILED to end it';
  return new IllegalState({
    reason: `execution '${id}' can't be resumed, task '${task.id}' begins its next round by itself: ${remedy}`,
  });
}
