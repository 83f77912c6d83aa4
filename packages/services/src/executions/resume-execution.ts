import {
  findTaskDefinition,
  IllegalState,
  stateProblem,
  type Execution,
  type Flow,
  type InputResolution,
  type TaskDefinition,
  type TaskRun,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { isTask, type Actor, type AnyActor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { flowOfExecution } from './flow-of-execution.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';
import { invalidInputs, resolveParts } from './resolve-parts.ts';
import { resumeInputsOf } from './resume-inputs.ts';
import type { SuppliedPart } from './supplied-inputs.ts';

/** Whom an execution waits for, and what is asked. */
interface Pause {
  readonly execution: Execution;
  readonly flow: Flow;
  /** The first Pause that waits; undefined when the execution was paused by hand or waits at a breakpoint. */
  readonly taskRun: TaskRun | undefined;
  readonly task: TaskDefinition | undefined;
}

/**
 * Goes on with a paused execution; inputs are checked by the rules of the task that asks for them. Throws `IllegalState`
 * unless it is paused, `InvalidEntity` with all problems of the inputs: it stays paused then.
 */
export async function resumeExecution(
  deps: Deps,
  scope: TenantScope,
  actor: AnyActor,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<Execution> {
  const pause = await findPause(deps, scope, actor, executionId);
  const { values, problems } = await resolveResume(deps, scope, pause, parts);
  if (problems.length > 0) throw invalidInputs(problems);
  const resumed = await deps.host.send(scope.key, executionId, {
    kind: 'resumed',
    at: deps.clock.now(),
    inputs: values,
    ...(actor === 'command-line' || isTask(actor) ? {} : { by: actor.user.username }),
    ...(pause.taskRun === undefined ? {} : { ord: pause.taskRun.ord }),
  });
  await noteOnExecution(deps, scope, actor, pause.execution, 'resume');
  return resumed ?? pause.execution;
}

/** What a resume with these inputs would be given; nothing changes but that files are stored. */
export async function validateResume(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<{ readonly execution: Execution; readonly resolution: InputResolution }> {
  const pause = await findPause(deps, scope, actor, executionId);
  return { execution: pause.execution, resolution: await resolveResume(deps, scope, pause, parts) };
}

async function findPause(deps: Deps, scope: TenantScope, actor: AnyActor, executionId: string): Promise<Pause> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:RESUME');
  const { current } = execution.state;
  if (stateProblem('resume', current) !== undefined) {
    throw new IllegalState({ reason: `execution '${executionId}' is not paused, can't resume it` });
  }
  const flow = await flowOfExecution(deps, scope, execution);
  const paused = (await scope.executions.taskRuns(executionId)).filter((taskRun) => taskRun.state.current === 'PAUSED');
  const waiting = paused.map((taskRun) => ({ taskRun, task: findTaskDefinition(flow, taskRun.taskId) }));
  const first = waiting.find(({ task }) => task !== undefined && canBeResumed(task));
  return { execution, flow, taskRun: first?.taskRun, task: first?.task };
}

/** A LoopUntil between two rounds is PAUSED, too, but waits for its timer. */
function canBeResumed({ type }: TaskDefinition): boolean {
  return type.endsWith('.Pause') || type.endsWith('.Approval');
}

async function resolveResume(
  deps: Deps,
  scope: TenantScope,
  { execution, flow, task }: Pause,
  parts: AsyncIterable<SuppliedPart>,
): Promise<InputResolution> {
  const declared = task === undefined ? [] : resumeInputsOf(task);
  return resolveParts(deps, scope.key, flow, execution.id, parts, declared);
}
