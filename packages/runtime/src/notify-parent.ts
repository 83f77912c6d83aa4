/** Tells the execution that started this one how it ended. */
import { snapshot, type Event } from '@windhover/engine';
import { compileTree, renderTreeAsync } from '@windhover/expressions';
import { ordOf, type Execution, type JsonObject, type LoopItem, type LoopRun, type TenantKey } from '@windhover/model';
import { addMasks } from '@windhover/services';
import { renderOutside } from './evaluate-outside.ts';
import type { Held } from './held.ts';
import { messageOf } from './rendering.ts';
import type { Route } from './route.ts';
import type { Tools } from './tools.ts';

export interface ParentTarget {
  find(executionId: string): Held | undefined;
  post(to: { readonly tenantKey: TenantKey; readonly executionId: string }, event: Event): void;
}

type ChildEnded = Event & { readonly kind: 'childEnded' };

/** Nothing when no task run waits for it. What the parent no longer waits for, its engine drops. */
export async function notifyParent(target: ParentTarget, child: Held, tools: Tools): Promise<void> {
  const execution = snapshot(child.live);
  const link = linkOf(execution);
  if (link === undefined) return;
  tools.crashAt('subflow.after-child-ended');
  const at = tools.deps.clock.now();
  const declared = outputsAsked(target, child, link);
  // What the parent is told is readable, and hidden there as it is here
  const parent = target.find(link.executionId);
  if (parent !== undefined && child.masks.size > 0) {
    addMasks(parent.masks, child.masks);
    parent.cipher ??= child.cipher;
  }
  const answer = declared === undefined ? undefined : await renderOutputs(child, declared, tools);
  target.post(
    { tenantKey: child.tenantKey, executionId: link.executionId },
    { ...endOf(execution, link, at), ...answer },
  );
}

/** As `notifyParent` for a child of which nothing but its row can be read. */
export function notifyParentOfRow(
  route: Pick<Route, 'tell'>,
  child: Execution,
  { tenantKey, shard }: Pick<Held, 'tenantKey' | 'shard'>,
  at: number,
): void {
  const link = linkOf(child);
  if (link !== undefined) route.tell(shard, { tenantKey, executionId: link.executionId }, endOf(child, link, at));
}

/**
 * What a task run that waits for an execution is told once another one has taken its place, or none can; undefined when no
 * Subflow or ForEachItem waits for it.
 */
export function newsOfRetry(
  child: Pick<Execution, 'id' | 'trigger' | 'loopRun'>,
  outcome: { readonly by: string } | { readonly failure: string },
  at: number,
): { readonly to: string; readonly event: Event } | undefined {
  const link = child.loopRun === undefined ? linkOf(child) : undefined;
  if (link === undefined) return undefined;
  const { executionId: to, ord, iteration } = link;
  const which = { ord, childId: child.id, at, ...(iteration === undefined ? undefined : { iteration }) };
  return 'by' in outcome
    ? { to, event: { kind: 'childReplaced', ...which, ...outcome } }
    : { to, event: { kind: 'childEnded', state: 'FAILED', ...which, ...outcome } };
}

interface Link {
  readonly executionId: string;
  readonly ord: number;
  readonly iteration: number | undefined;
}

/** The task run that waits for it; undefined when none does. */
export function linkOf({ trigger, loopRun }: Pick<Execution, 'trigger' | 'loopRun'>): Link | undefined {
  if (loopRun !== undefined) return { executionId: loopRun.within[0]!, ord: loopRun.ord, iteration: loopRun.index };
  const { executionId, taskRunId, taskRunIteration: iteration } = trigger?.variables ?? {};
  if (typeof executionId !== 'string' || typeof taskRunId !== 'string') return undefined;
  const ord = ordOf(executionId, taskRunId);
  return ord === undefined
    ? undefined
    : { executionId, ord, iteration: typeof iteration === 'number' ? iteration : undefined };
}

function endOf({ id, state, outputs, loopRun }: Execution, { ord, iteration }: Link, at: number): ChildEnded {
  return {
    kind: 'childEnded',
    ord,
    childId: id,
    state: state.current,
    at,
    ...(iteration === undefined ? undefined : { iteration }),
    ...(outputs === undefined ? undefined : { outputs }),
    ...(loopRun === undefined ? undefined : { item: toItem(loopRun) }),
  };
}

function toItem({ index, key, value }: LoopRun): LoopItem {
  return { index, value, ...(key === undefined ? undefined : { key }) };
}

/** Older parents say themselves what they want of a child whose flow declares no outputs. */
function outputsAsked(target: ParentTarget, child: Held, { executionId, ord }: Link): unknown {
  const { flow, begunFrom } = child.live;
  if (flow.flow.outputs.length > 0 || begunFrom.loopRun !== undefined) return undefined;
  return target.find(executionId)?.live.open.get(ord)?.task.definition.properties['outputs'];
}

async function renderOutputs(child: Held, declared: unknown, tools: Tools): Promise<Partial<ChildEnded>> {
  const tree = compileTree(declared);
  try {
    const outputs = await renderOutside(child, -1, tools, (context) => renderTreeAsync(tree, context, 'typed'));
    return { outputs: outputs as JsonObject };
  } catch (cause) {
    return { failure: `The outputs of the subflow cannot be made: ${messageOf(cause)}` };
  }
}
