/** Gathers what tells why an execution waits. */
import { findTaskDefinition, isTerminal, type Execution, type TaskRun } from '@windhover/model';
import { toLiveTaskRun, type TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { loadFlow, loadLatestFlow } from '../flows/load-flow.ts';
import {
  flowLimits,
  limitScopes,
  namespaceLimits,
  suspensionOf,
  tenantLimits,
  type LimitScope,
} from './execution-limits.ts';
import { switchOfExecution } from '../kill-switches/switch-of-execution.ts';
import { getExecution } from './get-execution.ts';
import type { SeenFlowable } from './why-flowable-waits.ts';
import { whyWaiting, type Holders, type WaitingReason } from './why-waiting.ts';

/** Reasons shown of one execution. */
const maxReasons = 100;
/** Holders of slots that are looked up and named, for each scope. */
const maxHolders = 10;
/** Of larger executions the task runs that have ended are not looked at. */
const maxTaskRuns = 1_000;

/** Why the execution and its task runs wait; empty when nothing does. Throws `NotFound`. */
export async function getWaitingReasons(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
): Promise<readonly WaitingReason[]> {
  const execution = await getExecution(scope, actor, executionId);
  const row = await deps.store.shards.findExecution(scope.key, executionId);
  const rows = row === undefined ? [] : await deps.store.shards.liveTaskRunsOf(row.run);
  const taskRuns = rows.map(toLiveTaskRun);
  const isQueued = execution.state.current === 'QUEUED';
  const limits = isQueued ? await limitsOf(deps, scope, { namespace: execution.namespace, id: execution.flowId }) : [];
  const killSwitch = await switchOfExecution(deps, scope.key, execution);
  const reasons = whyWaiting({
    execution,
    killSwitch,
    taskRuns,
    claimed: new Set(rows.filter(({ workerId }) => workerId !== null).map(({ ord }) => ord)),
    limits,
    holders: isQueued ? await holdersOf(deps, scope, actor, limits) : new Map(),
    lockedTriggers: await lockedTriggers(scope, actor, execution),
    workload: deps.host.workload(scope.key),
    groupWorkload: (ord) => deps.host.workers.workloadFor(executionId, ord),
    flowable: await flowables(deps, scope, actor, execution, taskRuns),
  });
  return reasons.slice(0, maxReasons);
}

/** What there is to say of the flowables among the task runs that have not ended. */
async function flowables(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  execution: Execution,
  live: readonly TaskRun[],
): Promise<(taskRun: TaskRun) => Omit<SeenFlowable, 'taskRun'>> {
  const { id, namespace, flowId, flowRevision, templates } = execution;
  const running = live.filter(({ state }) => state.current === 'RUNNING');
  const visible = new Set<string>();
  for (const { memo } of running.slice(0, maxReasons)) {
    const child = typeof memo?.['childId'] === 'string' ? await scope.executions.find(memo['childId']) : undefined;
    if (child !== undefined && can(actor, 'EXECUTION:VIEW', child.namespace)) visible.add(child.id);
  }
  const parents = new Set(live.map(({ parentOrd }) => parentOrd));
  const isAsked = running.some(({ ord }) => parents.has(ord));
  const isSmall = isAsked && (await scope.executions.countTaskRuns(id)) <= maxTaskRuns;
  const all = isSmall ? await scope.executions.taskRuns(id) : undefined;
  const flow = isSmall
    ? (await loadFlow(deps, scope.key, namespace, flowId, flowRevision, templates))?.flow
    : undefined;
  return ({ ord, taskId }) => ({
    definition: flow && findTaskDefinition(flow, taskId),
    children: all?.filter(({ parentOrd }) => parentOrd === ord),
    mayName: (executionId) => visible.has(executionId),
  });
}

async function limitsOf(
  deps: Deps,
  scope: TenantScope,
  flow: { readonly namespace: string; readonly id: string },
): Promise<readonly LimitScope[]> {
  const [latest, namespaces, tenant] = await Promise.all([
    loadLatestFlow(deps, scope.key, flow.namespace, flow.id),
    scope.namespaces.list(),
    deps.store.tenants.findByKey(scope.key),
  ]);
  const ofNamespaces = namespaceLimits(namespaces);
  return limitScopes(flow, flowLimits(flow, latest?.flow), ofNamespaces, tenantLimits(tenant), suspensionOf(tenant));
}

async function holdersOf(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  limits: readonly LimitScope[],
): Promise<ReadonlyMap<string, Holders>> {
  const slots = Map.groupBy(await deps.store.shards.slots(scope.key), (slot) => slot.scope);
  const holders = new Map<string, Holders>();
  for (const { name } of limits) {
    const held = slots.get(name) ?? [];
    const lenders = new Set(held.map(({ lentBy }) => lentBy));
    const takers = held.filter(({ executionId }) => !lenders.has(executionId));
    const first = await Promise.all(
      takers.slice(0, maxHolders).map((taker) => scope.executions.find(taker.executionId)),
    );
    const visible = first.filter((found) => found !== undefined && can(actor, 'EXECUTION:VIEW', found.namespace));
    holders.set(name, { taken: takers.length, executionIds: visible.map((found) => found!.id) });
  }
  return holders;
}

async function lockedTriggers(scope: TenantScope, actor: Actor, execution: Execution): Promise<readonly string[]> {
  const { id, namespace, flowId } = execution;
  if (isTerminal(execution.state.current) || !can(actor, 'TRIGGER:VIEW', namespace)) return [];
  const states = await scope.triggers.list({ namespace, flowId });
  return states.filter(({ executionId }) => executionId === id).map(({ triggerId }) => triggerId);
}
