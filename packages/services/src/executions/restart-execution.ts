import { compileFlow, restartTaskRuns } from '@windhover/engine';
import {
  enter,
  IllegalArgument,
  IllegalState,
  mergeLabels,
  stateProblem,
  type Execution,
  type Flow,
  type TaskRun,
  type TenantRef,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { demandNotIgnored } from '../kill-switches/switch-of-execution.ts';
import { carriedVariables } from './carried-variables.ts';
import type { ShownExecution } from './execution-json.ts';
import { flowOfExecution } from './flow-of-execution.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution, withTaskRuns } from './get-execution.ts';
import { demandResumable } from './pause-of.ts';
import { copyOf, labelsOfCopy } from './replay-execution.ts';
import { resumedBy } from './resumed-by.ts';

/**
 * Begins what failed again: in the same execution, or, under another revision of the flow or of its templates, in a new one.
 * The answer shows it as RESTARTED. Throws `IllegalState` while it runs or waits for what a restart does not end, `IllegalArgument` when nothing in it can be begun again.
 */
export async function restartExecution(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  { revision }: { readonly revision?: number | undefined } = {},
): Promise<ShownExecution> {
  const at = deps.clock.now();
  const plan = await planRestart(deps, tenant, scope, actor, executionId, revision, at);
  const { execution } = plan;
  if (plan.flow === undefined) {
    const resumed = await deps.host.send(scope.key, executionId, { kind: 'restarted', at, ...resumedBy(actor) });
    await noteOnExecution(deps, scope, actor, execution, 'restart');
    return withTaskRuns(scope, resumed ?? execution);
  }
  const { flow, taskRuns } = plan;
  if (isAnother(flow, execution)) {
    const variables = await carriedVariables(deps, scope, execution, flow);
    const created = await deps.host.create({
      ...copyOf(deps, tenant, flow, execution),
      ...(variables === undefined ? {} : { variables }),
      labels: mergeLabels(labelsOfCopy(execution), [{ key: 'system.restarted', value: 'true' }]),
      taskRuns,
      state: enter(execution.state, 'RESTARTED', at),
    });
    await noteOnExecution(deps, scope, actor, execution, 'restart');
    return { execution: created, taskRuns };
  }
  const restarted = await deps.host.send(scope.key, executionId, { kind: 'restarted', at });
  await noteOnExecution(deps, scope, actor, execution, 'restart');
  return { execution: restarted ?? execution, taskRuns };
}

/** Throws what a restart in the same execution would throw; nothing changes. */
export async function checkRestart(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
): Promise<void> {
  await planRestart(deps, tenant, scope, actor, executionId, undefined, deps.clock.now());
}

/** Without a flow: it is paused, and goes on. */
type Plan =
  | { readonly execution: Execution; readonly flow?: undefined }
  | { readonly execution: Execution; readonly flow: Flow; readonly taskRuns: readonly TaskRun[] };

async function planRestart(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  revision: number | undefined,
  at: number,
): Promise<Plan> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:RESTART');
  const { current } = execution.state;
  if (current === 'PAUSED') {
    await demandNotIgnored(deps, scope.key, execution);
    await demandResumable(deps, scope, execution);
    return { execution };
  }
  if (stateProblem('restart', current) === 'has not ended') {
    throw new IllegalState({ reason: `execution '${executionId}' is ${current}, only an ended one can be restarted` });
  }
  const flow = await flowOfExecution(deps, scope, execution, revision);
  const rows = await scope.executions.taskRuns(executionId);
  return { execution, flow, taskRuns: taskRunsAfterRestart(deps, tenant, flow, execution, rows, at) };
}

/** Whether an execution of the flow would run other tasks: of another revision, or of other ones of its templates. */
function isAnother({ revision, templates = [] }: Flow, execution: Execution): boolean {
  if (revision !== execution.flowRevision) return true;
  return JSON.stringify(templates) !== JSON.stringify(execution.templates ?? []);
}

/** Throws `IllegalArgument` when nothing in it can be begun again. */
function taskRunsAfterRestart(
  deps: Deps,
  tenant: TenantRef,
  flow: Flow,
  { id, state: { current } }: Execution,
  taskRuns: readonly TaskRun[],
  at: number,
): readonly TaskRun[] {
  const compiled = compileFlow(flow, tenant, (type) =>
    deps.catalog.find(type)?.kind === 'inline' ? 'inline' : 'runnable',
  );
  const restart = stateProblem('restart', current) === undefined ? restartTaskRuns(compiled, taskRuns, at) : undefined;
  if (restart === undefined) {
    throw new IllegalArgument({ reason: `No task found to restart execution '${id}' from, it is ${current}` });
  }
  return restart.taskRuns;
}
