/** Renders an expression as a task of an execution would see it. */
import { loadLive, variablesOf, compileFlow, type Variables } from '@windhover/engine';
import { compileTemplate, instantToText, renderSync } from '@windhover/expressions';
import {
  findTaskDefinition,
  IllegalArgument,
  ordOf,
  showHidden,
  startedAt,
  taskRunId,
  type Execution,
  type TaskRun,
  type TenantRef,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { inheritedVariables } from '../namespaces/manage-namespaces.ts';
import { hidden } from '../secrets/masks.ts';
import { flowOfExecution } from './flow-of-execution.ts';
import { getExecution } from './get-execution.ts';

/** A failing expression is a result, not an error of the call. */
export interface EvalResult {
  readonly result?: string;
  readonly error?: string;
}

/**
 * Functions with effects outside (kv, read …) are not called, since what is shown here could be copied anywhere, and a
 * secret is stars without being looked up. Asks for the outputs of the execution, and to write its flow, since whoever may
 * do that reads as much.
 */
export async function evalExpression(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  expression: string,
  taskRunIdAsked?: string,
): Promise<EvalResult> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:ACCESS_OUTPUTS');
  demand(actor, 'FLOW:UPDATE', execution.namespace);
  const variables = await variablesOfExecution(deps, tenant, scope, execution, taskRunIdAsked);
  const namespace = await inheritedVariables(scope, execution.namespace);
  const { variables: roots, recursiveRendering: recursive } = deps.settings;
  try {
    const context = {
      ...withRoots(variables, { ...roots, namespace }),
      functions: { secret: () => hidden },
      now: () => deps.clock.now(),
      recursive,
    };
    return { result: renderSync(compileTemplate(expression), context) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** What templates of the execution see of it, or those of one of its task runs, secrets hidden; nothing of what surrounds the flow. */
export async function variablesOfExecution(
  deps: Deps,
  tenant: Pick<TenantRef, 'key' | 'id'>,
  scope: TenantScope,
  stored: Execution,
  taskRunIdAsked?: string,
): Promise<Variables> {
  const execution = showHidden(stored);
  const taskRuns = showHidden(await scope.executions.taskRuns(execution.id));
  const chosen = taskRunIdAsked === undefined ? undefined : findTaskRun(execution.id, taskRuns, taskRunIdAsked);
  const flow = await flowOfExecution(deps, scope, execution);
  const compiled = compileFlow(flow, tenant, () => 'runnable');
  const unused = { text: () => ({ kind: 'waiting' as const }), value: () => ({ kind: 'waiting' as const }) };
  const ofExecution = variablesOf(loadLive(compiled, execution, taskRuns, unused), undefined);
  if (chosen === undefined) return ofExecution;
  const type = findTaskDefinition(flow, chosen.taskId)?.type;
  return withRoots(ofExecution, taskVariables(execution, taskRuns, chosen, type));
}

function findTaskRun(executionId: string, taskRuns: readonly TaskRun[], id: string): TaskRun {
  const ord = ordOf(executionId, id);
  const found = taskRuns.find((taskRun) => taskRun.ord === ord);
  if (found === undefined) throw new IllegalArgument({ reason: `execution '${executionId}' has no task run '${id}'` });
  return found;
}

/** The roots of a task run that has ended, which the engine no longer holds. */
function taskVariables(
  { id }: Execution,
  taskRuns: readonly TaskRun[],
  taskRun: TaskRun,
  type: string | undefined,
): Readonly<Record<string, unknown>> {
  const byOrd = new Map(taskRuns.map((row) => [row.ord, row]));
  const parents: object[] = [];
  for (let at = byOrd.get(taskRun.parentOrd); at !== undefined; at = byOrd.get(at.parentOrd)) {
    if (at.value === undefined && at.outputs === undefined) continue;
    parents.push({
      ...(at.value === undefined ? {} : { taskrun: { value: at.value } }),
      ...(at.outputs === undefined ? {} : { outputs: at.outputs }),
    });
  }
  const { ord, parentOrd, taskId, value, iteration, attempts, state } = taskRun;
  return {
    task: { id: taskId, type },
    taskrun: {
      id: taskRunId(id, ord),
      startDate: instantToText(startedAt(state)),
      attemptsCount: Math.max(attempts.length - 1, 0),
      ...(parentOrd < 0 ? {} : { parentId: taskRunId(id, parentOrd) }),
      ...(value === undefined ? {} : { value }),
      ...(iteration === undefined ? {} : { iteration }),
    },
    ...(parents.length === 0 ? {} : { parents, parent: parents[0] }),
  };
}

export function withRoots(variables: Variables, roots: Readonly<Record<string, unknown>>): Variables {
  return {
    lookup: (name) => (Object.hasOwn(roots, name) ? roots[name] : variables.lookup(name)),
    names: () => [...new Set([...variables.names(), ...Object.keys(roots)])],
  };
}
