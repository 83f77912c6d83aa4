/** What a flow trigger does when a window ends in which its flow was not started: `onMiss`. */
import { toZoned } from '@windhover/expressions';
import { isUnavailable, type Instant, type JsonObject, type TenantRef, type TriggerDefinition } from '@windhover/model';
import { shardOfTenant, type TriggerWindow } from '@windhover/ports';
import { startTriggered, type Started } from '@windhover/services';
import { createDueHeap } from '../due-heap.ts';
import { windowEndAfter } from './time-window.ts';
import { toLabels } from './to-labels.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { FlowName, IndexedFlow, TriggerIndex } from './trigger-index.ts';
import { windowSetOf, type WindowSet } from './window-conditions.ts';

export interface MissedWindows {
  /** Other tenants are looked after here than before. */
  shardsChanged(): void;
  close(): void;
}

/** A window is looked at so long after its end: what came in time may be heard a little later. */
const graceMs = 5_000;
/** After a look that the store did not answer. */
const retryMs = 10_000;

interface Watched extends IndexedFlow {
  readonly trigger: TriggerDefinition;
  readonly set: WindowSet;
  /** Of the window that is looked at next. */
  endAt: Instant;
  isGone: boolean;
}

/** Each tenant's windows are watched where its flow triggers hear the news. */
export async function watchMissedWindows(
  deps: TriggerDeps,
  index: TriggerIndex,
  timeZone: string,
): Promise<MissedWindows> {
  const watched = new Map<string, readonly Watched[]>();
  let placing: Promise<unknown> = Promise.resolve();
  const heap = createDueHeap<Watched>(deps.clock, (one, dueAt) => {
    if (one.isGone || !isOurs(one.tenant)) return false;
    deps.background.run(`look at the window of trigger '${one.trigger.id}'`, look(one, dueAt));
    return true;
  });

  for (const { tenant, flow } of index.all()) await place(tenant, flow, { tenant, flow });
  const unsubscribe = index.subscribe((tenant, name, flow) => enqueue(tenant, name, flow && { tenant, flow }));

  return {
    shardsChanged() {
      for (const indexed of index.all()) {
        if (isOurs(indexed.tenant) !== watched.has(keyOf(indexed.tenant, indexed.flow)))
          enqueue(indexed.tenant, indexed.flow, indexed);
      }
    },
    close() {
      unsubscribe();
      heap.clear();
      for (const all of watched.values()) for (const one of all) one.isGone = true;
    },
  };

  function isOurs({ key }: TenantRef): boolean {
    return deps.owner.owns(shardOfTenant(key, deps.owner.count));
  }

  /** One after the other, in the order of the changes. */
  function enqueue(tenant: TenantRef, name: FlowName, indexed: IndexedFlow | undefined): void {
    const next = placing.then(() => place(tenant, name, indexed));
    placing = next.catch(() => undefined);
    deps.background.run(`watch the windows of flow '${name.namespace}.${name.id}'`, next);
  }

  /** `indexed` is undefined when the flow has no triggers that count: nothing is missed meanwhile. */
  async function place(tenant: TenantRef, name: FlowName, indexed: IndexedFlow | undefined): Promise<void> {
    const key = keyOf(tenant, name);
    const before = watched.get(key) ?? [];
    for (const one of before) one.isGone = true;
    watched.delete(key);
    if (!isOurs(tenant)) return;
    const after = indexed === undefined ? [] : watchedOf(indexed);
    const gone = before.filter(({ set }) => !after.some((one) => one.set.id === set.id));
    if (gone.length > 0) await deps.store.write(gone.map((one) => windowsOf(one).delete(...rowOf(one))));
    for (const one of after) {
      await begin(one).catch((cause: unknown) => {
        if (isUnavailable(cause)) throw cause;
        one.isGone = true;
        deps.report({ message: `The window of trigger '${one.trigger.id}' cannot be watched`, cause });
      });
    }
    watched.set(key, after);
  }

  function watchedOf(indexed: IndexedFlow): readonly Watched[] {
    return indexed.flow.triggers.flatMap((trigger): Watched[] => {
      const set = windowSetOf(trigger);
      if (trigger.disabled || trigger.properties['onMiss'] === undefined || set === undefined) return [];
      return [{ ...indexed, trigger, set, endAt: 0, isGone: false }];
    });
  }

  /** The window that was to be looked at next when a server last did so, also while none ran; else the one that is open. */
  async function begin(one: Watched): Promise<void> {
    const kept = await windowsOf(one).find(...rowOf(one));
    const isKept = kept !== undefined && endAfter(one, kept.endAt - 1) === kept.endAt;
    if (isKept) one.endAt = kept.endAt;
    else await lookNext(one);
    heap.set(one, one.endAt + graceMs);
  }

  async function lookNext(one: Watched): Promise<void> {
    const endAt = endAfter(one, deps.clock.now());
    if (endAt === undefined) throw new RangeError(`The window of trigger '${one.trigger.id}' has no end`);
    const { namespace, id: flowId } = one.flow;
    const row: TriggerWindow = {
      namespace,
      flowId,
      windowId: rowOf(one)[2],
      startAt: deps.clock.now(),
      endAt,
      entered: [],
      settled: [],
      met: {},
    };
    await deps.store.write([windowsOf(one).put(row)]);
    one.endAt = endAt;
  }

  async function look(one: Watched, dueAt: Instant): Promise<void> {
    try {
      const { namespace, id: flowId } = one.flow;
      const window = await windowsOf(one).find(namespace, flowId, one.set.id);
      if (window?.fired?.includes(one.endAt) !== true) await tell(one, window);
      await lookNext(one);
      if (!one.isGone) heap.set(one, one.endAt + graceMs);
    } catch (cause) {
      if (!one.isGone) heap.set(one, Math.max(dueAt, deps.clock.now()) + retryMs);
      throw cause;
    }
  }

  async function tell(one: Watched, window: TriggerWindow | undefined): Promise<void> {
    const { tenant, flow, trigger, set, endAt } = one;
    const met = window?.endAt === endAt ? window.met : {};
    const missing = [...set.conditions].filter(([name]) => !(name in met)).map(([, { shown }]) => `'${shown}'`);
    const end = toZoned(endAt, set.timeZone ?? timeZone).toString({ timeZoneName: 'never' });
    const onMiss = trigger.properties['onMiss'] as JsonObject;
    const { cameOf }: Started = await startTriggered(deps, {
      tenant,
      flow,
      trigger,
      variables: {},
      labels: toLabels(onMiss['labels']),
      failure: `The window ended at ${end} without ${missing.join(', ')}`,
      once: { idempotencyKey: `flow-trigger-miss/${endAt}/${flow.namespace}/${flow.id}/${trigger.id}` },
    });
    const name = { tenantKey: tenant.key, namespace: flow.namespace, flowId: flow.id, triggerId: trigger.id };
    deps.history.note(name, { at: deps.clock.now(), ...cameOf, forAt: endAt });
    await deps.history.flush();
  }

  function endAfter({ set }: Watched, at: Instant): Instant | undefined {
    return windowEndAfter(set.timeWindow, at, set.timeZone ?? timeZone);
  }

  function windowsOf({ tenant }: Watched) {
    return deps.store.scope(tenant.key).triggerWindows;
  }
}

/** Beside the row of what was met, which somebody else writes. */
function rowOf({ flow, set }: Watched): readonly [string, string, string] {
  return [flow.namespace, flow.id, `${set.id}/end`];
}

function keyOf({ key }: TenantRef, { namespace, id }: FlowName): string {
  return `${key}/${namespace}/${id}`;
}
