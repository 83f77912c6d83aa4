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
  /** Whether flows of the tenant were changed of which nothing is known yet: `settled` then waits for them. */
  isBehind(tenantKey: TenantKey): boolean;
  /** Resolves once everything that was announced so far is known. */
  settled(): Promise<unknown>;
  /** Called after each change; the answer ends it. */
  subscribe(listener: FlowListener): () => void;
  close(): void;
}

export async function openTriggerIndex(deps: TriggerDeps): Promise<TriggerIndex> {
  const served = new Map<TenantKey, TenantRef>();
  const tenants = new Map<TenantKey, Map<string, IndexedFlow>>();
  /** Changes of each tenant's flows that wait to be looked at. */
  const behind = new Map<TenantKey, number>();
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

  /** A tenant was made, renamed, suspended or deleted: those that are new or changed are loaded. */
  const reload = async (): Promise<void> => {
    const wanted = new Map((await deps.tenants()).map((tenant) => [tenant.key, tenant]));
    for (const key of [...served.keys()]) {
      if (wanted.has(key)) continue;
      served.delete(key);
      for (const { tenant, flow } of [...(tenants.get(key)?.values() ?? [])]) place(tenant, flow, undefined);
    }
    for (const tenant of wanted.values()) {
      const known = served.get(tenant.key);
      if (known !== undefined && known.id === tenant.id && known.name === tenant.name) continue;
      await load(tenant);
      served.set(tenant.key, tenant);
    }
  };

  /** Nobody knows which flows were changed. */
  const reloadAll = async (): Promise<void> => {
    for (const tenant of [...served.values()]) {
      for (const { flow } of [...(tenants.get(tenant.key)?.values() ?? [])]) {
        await refresh(tenant.key, flow.namespace, flow.id);
      }
    }
    served.clear();
    await reload();
  };

  const refresh = async (tenantKey: TenantKey, namespace: string, id: string): Promise<void> => {
    if (!served.has(tenantKey)) await reload();
    const tenant = served.get(tenantKey);
    if (tenant !== undefined) place(tenant, { namespace, id }, await deps.flows.find(tenantKey, namespace, id));
  };

  /** One after the other, in the order of the changes. */
  const enqueue = (what: string, run: () => Promise<void>): void => {
    work = work.then(run);
    deps.background.run(what, work);
    work = work.catch(() => undefined);
  };

  const caughtUp = (tenantKey: TenantKey): void => {
    const left = behind.get(tenantKey)! - 1;
    if (left > 0) behind.set(tenantKey, left);
    else behind.delete(tenantKey);
  };

  const unsubscribe = deps.transport.subscribe(topics.instance, (message) => {
    const change = message as InstanceChange;
    if (change.kind === 'tenant') enqueue('load the triggers of all tenants', reload);
    if (change.kind === 'missed') enqueue('load all triggers again', reloadAll);
    if (change.kind === 'flow') {
      const tenantKey = change.tenantKey as TenantKey;
      behind.set(tenantKey, (behind.get(tenantKey) ?? 0) + 1);
      enqueue(`load the triggers of flow '${change.namespace}.${change.flowId}'`, () =>
        refresh(tenantKey, change.namespace, change.flowId).finally(() => caughtUp(tenantKey)),
      );
    }
  });
  await reload();

  return {
    of: (tenantKey) => tenants.get(tenantKey)?.values() ?? [],
    *all() {
      for (const flows of tenants.values()) yield* flows.values();
    },
    isBehind: (tenantKey) => behind.has(tenantKey),
    settled: () => work,
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
