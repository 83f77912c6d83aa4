import { hasExpression } from '@windhover/expressions';
import { IllegalState, stateProblem, type Execution, type Input, type InputResolution } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor, AnyActor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import {
  answerProblems,
  decisionOf,
  questionOf,
  withoutAnswer,
  type ApprovalAnswer,
  type ApprovalQuestion,
  type HeardAnswer,
} from './approval-answer.ts';
import { demandNotIgnored } from '../kill-switches/switch-of-execution.ts';
import { declaredInputs } from '../reusable-inputs/declared-inputs.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';
import { pauseOf, type Pause } from './pause-of.ts';
import { inputDepsOf, invalidInputs } from './resolve-parts.ts';
import { variablesOfExecution } from './eval-expression.ts';
import { resumeInputsOf } from './resume-inputs.ts';
import { resumedBy } from './resumed-by.ts';
import { resolveFlowInputs } from './resolve-flow-inputs.ts';
import { readSuppliedInputs, type SuppliedPart } from './supplied-inputs.ts';

/**
 * Goes on with a paused execution; inputs are checked by the rules of the task that asks for them, and an Approval asks for
 * a decision. Throws `IllegalState` unless it is paused and somebody can end that, or while a kill switch ignores it, `InvalidEntity` with all problems of the inputs: it stays paused
 * then.
 */
export async function resumeExecution(
  deps: Deps,
  scope: TenantScope,
  actor: AnyActor,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<Execution> {
  const pause = await findPause(deps, scope, actor, executionId);
  const { values, question, heard } = await readAnswers(deps, scope, pause, parts);
  const resumed = await deps.host.send(scope.key, executionId, {
    kind: 'resumed',
    at: deps.clock.now(),
    inputs: values,
    ...resumedBy(actor),
    ...(pause.taskRun === undefined ? {} : { ord: pause.taskRun.ord }),
    ...(question === undefined ? {} : answerOf(question, heard)),
  });
  await noteOnExecution(deps, scope, actor, pause.execution, 'resume');
  return resumed ?? pause.execution;
}

/**
 * Goes on past the breakpoints that the execution waits at, and stops from then on at those given; without any it keeps those
 * that it has. Throws `IllegalState` unless it waits at one, or while a kill switch ignores it.
 */
export async function resumeFromBreakpoint(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  breakpoints: Execution['breakpoints'],
): Promise<Execution> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:RESUME');
  if (execution.state.current !== 'BREAKPOINT')
    throw new IllegalState({ reason: `execution '${executionId}' is not at a breakpoint, can't resume it from there` });
  await demandNotIgnored(deps, scope.key, execution);
  const resumed = await deps.host.send(scope.key, executionId, {
    kind: 'resumed',
    at: deps.clock.now(),
    ...resumedBy(actor),
    ...(breakpoints === undefined ? {} : { breakpoints }),
  });
  await noteOnExecution(deps, scope, actor, execution, 'resume');
  return resumed ?? execution;
}

/** Throws what a resume with these inputs would throw; nothing changes. */
export async function checkResume(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<void> {
  await readAnswers(deps, scope, await findPause(deps, scope, actor, executionId), parts);
}

/** What is given to the task that asks. Throws `InvalidEntity` with all problems. */
async function readAnswers(deps: Deps, scope: TenantScope, pause: Pause, parts: AsyncIterable<SuppliedPart>) {
  const heard: HeardAnswer = {};
  const { values, problems } = await resolveResume(deps, scope, pause, parts, heard);
  const question = questionOf(pause.task);
  const all = [...(question === undefined ? [] : answerProblems(question, heard)), ...problems];
  if (all.length > 0) throw invalidInputs(all);
  return { values, question, heard };
}

/** What a resume with these inputs would be given; nothing changes but that files are stored. */
export async function validateResume(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<{
  readonly execution: Execution;
  readonly resolution: InputResolution;
  readonly question: ApprovalQuestion | undefined;
}> {
  const pause = await findPause(deps, scope, actor, executionId);
  const resolution = await resolveResume(deps, scope, pause, parts, {});
  return { execution: pause.execution, resolution, question: questionOf(pause.task) };
}

/** Throws `IllegalState` when nobody can end what the execution waits for. */
async function findPause(deps: Deps, scope: TenantScope, actor: AnyActor, executionId: string): Promise<Pause> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:RESUME');
  const { current } = execution.state;
  if (stateProblem('resume', current) !== undefined) {
    throw new IllegalState({ reason: `execution '${executionId}' is not paused, can't resume it` });
  }
  await demandNotIgnored(deps, scope.key, execution);
  return pauseOf(deps, scope, execution);
}

async function resolveResume(
  deps: Deps,
  scope: TenantScope,
  { execution, flow, task }: Pause,
  parts: AsyncIterable<SuppliedPart>,
  heard: HeardAnswer,
): Promise<InputResolution> {
  const asked = await declaredInputs(deps.store, scope.key, flow, task === undefined ? [] : resumeInputsOf(task));
  const question = questionOf(task);
  const place = { namespace: flow.namespace, flowId: flow.id, executionId: execution.id };
  const given = question === undefined ? parts : withoutAnswer(parts, heard);
  const supplied = await readSuppliedInputs(deps.files, scope.key, asked, place, given);
  const isDenied = question !== undefined && decisionOf(question, heard) === 'DENIED';
  const declared = isDenied ? asked.map((input) => ({ ...input, required: false })) : asked;
  const inputDeps = await inputDepsOf(deps, scope.key, flow, declared);
  const around = await rootsOf(deps, scope, execution, declared);
  return resolveFlowInputs({ ...inputDeps, around }, scope.key, flow, declared, supplied);
}

/** What the expressions of the inputs see of the execution, secrets hidden: what they give is shown to whoever is asked. */
async function rootsOf(
  deps: Deps,
  scope: TenantScope,
  execution: Execution,
  declared: readonly Input[],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!hasExpression(JSON.stringify(declared))) return undefined;
  const tenant = { key: scope.key, id: (await deps.store.tenants.findByKey(scope.key))?.id };
  const variables = await variablesOfExecution(deps, tenant, scope, execution);
  return Object.fromEntries([...variables.names()].map((name) => [name, variables.lookup(name)]));
}

function answerOf(question: ApprovalQuestion, heard: HeardAnswer): ApprovalAnswer {
  const { comment } = heard;
  const decision = decisionOf(question, heard)!;
  return comment === undefined || comment === '' ? { decision } : { decision, comment };
}
