/**
 * Flows with triggers of every tenant that is served, newest revision each; follows what use cases announce. Two things
 * hang on it: the scheduler and the listeners of flow triggers.
 */
import type { Flow, TenantKey, TenantRef } from '@windhover/model';
import { topics } from '@windhover/ports';
import type { InstanceChange } from '@windhover/services';
import type { TriggerDeps } from './trigger-deps.ts';

export interface IndexedFlow {
  readonly tenant: TenantRef;
  readonly flow: Flow;
}

export interface FlowName {
  readonly namespace: string;
  readonly id: string;
}

/** `flow` is undefined when the flow is gone, disabled, or has no triggers any more. */
export type FlowListener = (tenant: TenantRef, name: FlowName, flow: Flow | undefined) => void;

export interface TriggerIndex {
  /** Flows with triggers of a tenant. */
  of(tenantKey: TenantKey): Iterable<IndexedFlow>;
  all(): Iterable<IndexedFlow>;
  /** Called after each change; the answer ends it. */
  subscribe(listener: FlowListener): () => void;
  close(): void;
}

export async function openTriggerIndex(deps: TriggerDeps): Promise<TriggerIndex> {
  const tenants = new Map<TenantKey, Map<string, IndexedFlow>>();
  const listeners = new Set<FlowListener>();
  let work: Promise<unknown> = Promise.resolve();

  const place = (tenant: TenantRef, { namespace, id }: FlowName, flow: Flow | undefined): void => {
    const flows = tenants.get(tenant.key) ?? new Map<string, IndexedFlow>();
    const key = `${namespace}/${id}`;
    const isWanted = flow !== undefined && !flow.disabled && !flow.draft && flow.triggers.length > 0;
    if (isWanted) flows.set(key, { tenant, flow });
    else if (!flows.delete(key)) return;
    if (flows.size > 0) tenants.set(tenant.key, flows);
    else tenants.delete(tenant.key);
    for (const listener of listeners) listener(tenant, { namespace, id }, isWanted ? flow : undefined);
  };

  const load = async (tenant: TenantRef): Promise<void> => {
    for (const { namespace, id } of await deps.store.scope(tenant.key).flows.list()) {
      place(tenant, { namespace, id }, await deps.flows.find(tenant.key, namespace, id));
    }
  };

  /** All tenants anew: one was made, renamed, suspended or deleted. */
  const reload = async (): Promise<void> => {
    const served = new Map((await deps.tenants()).map((tenant) => [tenant.key, tenant]));
    for (const flows of [...tenants.values()]) {
      for (const { tenant, flow } of [...flows.values()]) if (!served.has(tenant.key)) place(tenant, flow, undefined);
    }
    for (const tenant of served.values()) if (!tenants.has(tenant.key)) await load(tenant);
  };

  const refresh = async (tenantKey: TenantKey, namespace: string, id: string): Promise<void> => {
    const tenant = (await deps.tenants()).find(({ key }) => key === tenantKey);
    if (tenant !== undefined) place(tenant, { namespace, id }, await deps.flows.find(tenantKey, namespace, id));
  };

  /** One after the other, in the order of the changes. */
  const enqueue = (what: string, run: () => Promise<void>): void => {
    work = work.then(run);
    deps.background.run(what, work);
    work = work.catch(() => undefined);
  };

  const unsubscribe = deps.transport.subscribe(topics.instance, (message) => {
    const change = message as InstanceChange;
    if (change.kind === 'tenant') enqueue('load the triggers of all tenants', reload);
    if (change.kind === 'flow') {
      enqueue(`load the triggers of flow '${change.namespace}.${change.flowId}'`, () =>
        refresh(change.tenantKey as TenantKey, change.namespace, change.flowId),
      );
    }
  });
  await reload();

  return {
    of: (tenantKey) => tenants.get(tenantKey)?.values() ?? [],
    *all() {
      for (const flows of tenants.values()) yield* flows.values();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      unsubscribe();
      listeners.clear();
    },
  };
}
