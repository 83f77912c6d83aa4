/** Executions that others start: found, checked and created once, however often the parent asks. */
import type { Effect } from '@windhover/engine';
import {
  correlationLabel,
  isSystemLabel,
  labelValue,
  type Execution,
  type Flow,
  type JsonObject,
  type Label,
  type TenantKey,
} from '@windhover/model';
import { toExecution } from '@windhover/ports';
import { declaredInputs, namespaceAllows, resolveFlowInputs } from '@windhover/services';
import type { Held } from './held.ts';
import { hideExecution } from './hidden-values.ts';
import { loadExecution } from './load-shard.ts';
import { maskLabels } from './mask-shown.ts';
import { newsOfRetry, notifyParent, type ParentTarget } from './notify-parent.ts';
import { retryKey } from './retry-execution.ts';
import { ownerOf } from './task-owner.ts';
import type { Tools } from './tools.ts';

export interface Children {
  start(parent: Held, effect: Effect & { readonly kind: 'startChild' }): Promise<void>;
  restart(parent: Held, effect: Effect & { readonly kind: 'restartChild' }): Promise<void>;
  /** Tells the parent whether it was made. */
  find(parent: Held, effect: Effect & { readonly kind: 'findChild' }): Promise<void>;
  /** Tells the parent of a child that has ended. */
  ask(parent: Held, effect: Effect & { readonly kind: 'askChild' }): Promise<void>;
}

/** Why a child cannot be started, said to the user whose task asked for it. */
class ChildRefused extends Error {}

export function createChildren(target: ParentTarget, tools: Tools): Children {
  const { deps, route } = tools;

  return {
    async start(parent, { ord, attempt, iteration, spec }) {
      const { tenantKey } = parent;
      const which = { attempt, ...(iteration === undefined ? undefined : { iteration }) };
      try {
        await demandAllowed(parent, spec.namespace);
        const flow = await findFlow(tenantKey, spec.namespace, spec.flowId, spec.revision);
        const child = await route.create({
          tenantKey,
          tenantId: parent.live.flow.tenantId,
          flow,
          executionId: deps.ids.next(),
          shard: parent.shard,
          labels: maskLabels(labelsOf(flow, spec.labels, parent), parent.masks),
          ...hideExecution({ inputs: await inputsOf(parent, flow, spec.inputs), trigger: spec.trigger }, parent),
          ...(spec.scheduleAt === undefined ? undefined : { scheduleAt: spec.scheduleAt }),
          idempotencyKey: keyOf(parent, { ord, attempt, iteration }),
        });
        tools.crashAt('subflow.after-child-created');
        target.post(parent, { ...startedOf(child), ord, at: deps.clock.now(), ...which });
        await tellIfOver(target, tenantKey, child.id, tools);
      } catch (cause) {
        if (!(cause instanceof ChildRefused)) throw cause;
        target.post(parent, { kind: 'childRefused', ord, message: cause.message, at: deps.clock.now(), ...which });
      }
    },

    async find(parent, effect) {
      const { ord, attempt, iteration } = effect;
      const childId = await deps.store.shards.findIdempotent(parent.tenantKey, keyOf(parent, effect));
      const at = deps.clock.now();
      const which = { attempt, ...(iteration === undefined ? undefined : { iteration }) };
      const row = childId === undefined ? undefined : await deps.store.shards.findExecution(parent.tenantKey, childId);
      if (row === undefined)
        return target.post(parent, { kind: 'childRefused', ord, message: 'was never begun', at, ...which });
      const child = toExecution(row);
      target.post(parent, { ...startedOf(child), ord, at, ...which });
      await tellIfOver(target, parent.tenantKey, child.id, tools);
    },

    ask: ({ tenantKey }, { childId }) => tellIfOver(target, tenantKey, childId, tools),

    async restart(parent, { ord, attempt, iteration, childId }) {
      const at = deps.clock.now();
      const which = { attempt, ...(iteration === undefined ? undefined : { iteration }) };
      const child = await restartChild(parent.tenantKey, childId, tools);
      if (child === undefined) {
        const message = `Execution '${childId}' cannot be restarted`;
        return target.post(parent, { kind: 'childRefused', ord, childId, message, at, ...which });
      }
      target.post(parent, { ...startedOf(child), ord, at, ...which });
      await tellIfOver(target, parent.tenantKey, childId, tools);
    },
  };

  /** Asked before the flow is looked for: what a closed namespace holds is not told either. */
  async function demandAllowed({ tenantKey, live }: Held, namespace: string): Promise<void> {
    const from = live.flow.flow.namespace;
    if (!(await namespaceAllows(deps.store.scope(tenantKey), namespace, from)))
      throw new ChildRefused(`Namespace '${namespace}' does not allow '${from}' to reach it`);
  }

  async function findFlow(tenantKey: TenantKey, namespace: string, flowId: string, revision?: number): Promise<Flow> {
    const flow = await deps.flows.find(tenantKey, namespace, flowId, revision);
    if (flow === undefined) {
      throw new ChildRefused(`Unable to find flow '${namespace}'.'${flowId}' with revision '${revision ?? 'latest'}'`);
    }
    if (flow.disabled) throw new ChildRefused(`Cannot execute a disabled flow: '${namespace}'.'${flowId}'`);
    return flow;
  }

  async function inputsOf(parent: Held, flow: Flow, supplied: JsonObject): Promise<JsonObject> {
    const inputDeps = {
      store: deps.store,
      variables: deps.settings.variables,
      recursiveRendering: deps.settings.recursiveRendering,
      ciphers: deps.ciphers,
      // Whoever writes the child must not read what is the parent's
      functions: deps.taskServices.functions({
        ...ownerOf(parent, deps),
        namespace: flow.namespace,
        flowId: flow.id,
        executionId: undefined,
      }),
    };
    const declared = await declaredInputs(deps.store, parent.tenantKey, flow);
    const { values, problems } = await resolveFlowInputs(inputDeps, parent.tenantKey, flow, declared, supplied);
    if (problems.length > 0) throw new ChildRefused(problems.map((problem) => problem.message).join('; '));
    return values;
  }
}

/**
 * The execution once it was told to begin again what failed in it; as it is, if it goes on or went well since. Undefined when
 * it does not exist any more, or nothing in it can be begun again.
 */
export async function restartChild(
  tenantKey: TenantKey,
  id: string,
  { deps, route }: Tools,
): Promise<Execution | undefined> {
  const row = await deps.store.shards.findExecution(tenantKey, id);
  const after = await route.send(tenantKey, id, { kind: 'restarted', at: deps.clock.now() });
  if (row === undefined || after === undefined) return undefined;
  const isSame = toExecution(row).metadata.attemptNumber === after.metadata.attemptNumber;
  return isSame && hasFailed(after) ? undefined : after;
}

export function hasFailed({ state: { current } }: Execution): boolean {
  return current === 'FAILED' || current === 'CANCELLED' || current === 'KILLED';
}

function startedOf({ id, namespace, flowId }: Execution) {
  return { kind: 'childStarted', childId: id, flow: { namespace, flowId } } as const;
}

function keyOf(
  { executionId }: Held,
  { ord, attempt, iteration = '' }: { ord: number; attempt: number; iteration?: number | '' | undefined },
): string {
  return `child/${executionId}/${ord}/${attempt}/${iteration}`;
}

/** A child may have ended before its parent knew of it, while nobody was there to be told, or in another shard. */
export async function tellIfOver(
  target: ParentTarget,
  tenantKey: TenantKey,
  childId: string,
  tools: Tools,
): Promise<void> {
  const row = await tools.deps.store.shards.findExecution(tenantKey, childId);
  if (row === undefined || row.endedAt === null) return;
  const ended = toExecution(row);
  if (ended.state.current === 'RETRIED' && ended.loopRun === undefined)
    return tellIfReplaced(target, tenantKey, ended, tools);
  const child = await loadExecution(tenantKey, childId, tools);
  if (child !== undefined) await notifyParent(target, child, tools);
}

/** Where nothing has taken its place yet, whoever makes that tells. */
async function tellIfReplaced(
  target: ParentTarget,
  tenantKey: TenantKey,
  child: Execution,
  tools: Tools,
): Promise<void> {
  const key = retryKey(child.id, child.metadata.attemptNumber + 1);
  const by = await tools.deps.store.shards.findIdempotent(tenantKey, key);
  const news = by === undefined ? undefined : newsOfRetry(child, { by }, tools.deps.clock.now());
  if (by === undefined || news === undefined) return;
  target.post({ tenantKey, executionId: news.to }, news.event);
  await tellIfOver(target, tenantKey, by, tools);
}

/** The flow's own labels first, then what the parent gives; the chain of executions keeps its name. */
function labelsOf(flow: Flow, given: readonly Label[], parent: Held): readonly Label[] {
  const own = flow.labels.filter((label) => !isSystemLabel(label) && labelValue(given, label.key) === undefined);
  return [...own, ...correlated(given, parent)];
}

/** With the name of the parent's chain, unless one is given. */
export function correlated(labels: readonly Label[], parent: Held): readonly Label[] {
  if (labelValue(labels, correlationLabel) !== undefined) return labels;
  const value = labelValue(parent.live.labels, correlationLabel) ?? parent.executionId;
  return [...labels, { key: correlationLabel, value }];
}
