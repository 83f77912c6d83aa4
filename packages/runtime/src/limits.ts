/**
 * Limits in force, in memory: read when a flow is first met, and again when use cases announce a change, so that no
 * execution costs a read. While a change is being read, new executions of the tenant wait for it.
 */
import type { TenantKey } from '@windhover/model';
import { topics } from '@windhover/ports';
import {
  flowKey,
  flowLimits,
  limitScopes,
  namespaceLimits,
  suspensionOf,
  tenantLimits,
  type FlowName,
  type InstanceChange,
  type LimitScope,
  type NamespaceLimits,
} from '@windhover/services';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';

export interface Limits {
  /** Undefined when the limits of the flow are known; else resolves once they are. */
  ready(tenantKey: TenantKey, flow: FlowName): Promise<void> | undefined;
  /** Scopes that limit the flow's executions, innermost first; none while they are not known. */
  of(tenantKey: TenantKey, flow: FlowName): readonly LimitScope[];
  /** Reads all of a tenant again, in case a change was not announced. */
  refresh(tenantKey: TenantKey): void;
  close(): void;
}

export interface LimitsTarget {
  /** Called with a tenant's scopes before they count. */
  learn(tenantKey: TenantKey, scopes: Iterable<LimitScope>): Promise<void>;
  /** Scopes of flows that were known have changed. */
  changed(tenantKey: TenantKey): void;
}

interface KnownFlow {
  readonly name: FlowName;
  readonly own: LimitScope | undefined;
  readonly scopes: readonly LimitScope[];
}

interface KnownTenant {
  /** Whether what follows was read. */
  isRead: boolean;
  id: string | undefined;
  scope: LimitScope | undefined;
  suspension: LimitScope | undefined;
  namespaces: NamespaceLimits;
  readonly flows: Map<string, KnownFlow>;
  /** Reads under way, one after the other; undefined when there are none. Never rejects. */
  reading: Promise<void> | undefined;
}

const none: readonly LimitScope[] = [];

export function createLimits(
  deps: Pick<RuntimeDeps, 'store' | 'flows' | 'transport'>,
  background: Background,
  target: LimitsTarget,
): Limits {
  const tenants = new Map<TenantKey, KnownTenant>();

  const unsubscribe = deps.transport.subscribe(topics.instance, (message) => {
    const change = message as InstanceChange;
    switch (change.kind) {
      case 'tenant':
        for (const [key, { id, isRead }] of tenants) {
          // One that is being read for the first time may be read as it was before
          if (id === change.id || !isRead) again(key, (known) => readTenant(key, known));
        }
        return;
      case 'namespace':
        return again(change.tenantKey as TenantKey, (known) => readTenant(change.tenantKey as TenantKey, known));
      case 'flow':
        return refreshFlow(change.tenantKey as TenantKey, { namespace: change.namespace, id: change.flowId });
      case 'missed':
        for (const key of tenants.keys()) refresh(key);
        return;
      case 'user':
      case 'access':
      case 'killSwitches':
      case 'workerGroups': // limit nothing
    }
  });

  return {
    ready,
    of: (tenantKey, flow) => tenants.get(tenantKey)?.flows.get(flowKey(flow))?.scopes ?? none,
    refresh,
    close: unsubscribe,
  };

  function refresh(tenantKey: TenantKey): void {
    again(tenantKey, async (known) => {
      await readTenant(tenantKey, known);
      for (const { name } of [...known.flows.values()]) await readFlow(tenantKey, known, name);
    });
  }

  function ready(tenantKey: TenantKey, flow: FlowName): Promise<void> | undefined {
    const known = tenantOf(tenantKey);
    if (known.reading !== undefined) return known.reading.then(() => ready(tenantKey, flow));
    return known.flows.has(flowKey(flow)) ? undefined : read(tenantKey, (it) => readFlow(tenantKey, it, flow));
  }

  function refreshFlow(tenantKey: TenantKey, flow: FlowName): void {
    if (tenants.get(tenantKey)?.flows.has(flowKey(flow)) !== true) return;
    again(tenantKey, (known) => readFlow(tenantKey, known, flow));
  }

  /** Nothing of a tenant that nobody has met. */
  function again(tenantKey: TenantKey, run: (known: KnownTenant) => Promise<void>): void {
    if (!tenants.has(tenantKey)) return;
    background.run(`read the limits of tenant '${tenantKey}' again`, read(tenantKey, run));
  }

  function tenantOf(tenantKey: TenantKey): KnownTenant {
    let known = tenants.get(tenantKey);
    if (known === undefined) {
      known = {
        isRead: false,
        id: undefined,
        scope: undefined,
        suspension: undefined,
        namespaces: new Map(),
        flows: new Map(),
        reading: undefined,
      };
      tenants.set(tenantKey, known);
    }
    return known;
  }

  /** Rejects when this read fails; what was known stays. */
  function read(tenantKey: TenantKey, run: (known: KnownTenant) => Promise<void>): Promise<void> {
    const known = tenantOf(tenantKey);
    const own = (known.reading ?? Promise.resolve()).then(async () => {
      if (!known.isRead) await readTenant(tenantKey, known);
      await run(known);
    });
    const reading: Promise<void> = own
      .catch(() => undefined)
      .then(() => {
        if (known.reading === reading) known.reading = undefined;
      });
    known.reading = reading;
    return own;
  }

  async function readTenant(tenantKey: TenantKey, known: KnownTenant): Promise<void> {
    const [tenant, namespaces] = await Promise.all([
      deps.store.tenants.findByKey(tenantKey),
      deps.store.scope(tenantKey).namespaces.list(),
    ]);
    const scope = tenantLimits(tenant);
    const byId = namespaceLimits(namespaces);
    await target.learn(tenantKey, scope === undefined ? byId.values() : [...byId.values(), scope]);
    known.isRead = true;
    known.id = tenant?.id;
    known.scope = scope;
    known.suspension = suspensionOf(tenant);
    known.namespaces = byId;
    let isChanged = false;
    for (const { name, own } of [...known.flows.values()]) {
      isChanged = setFlow(known, name, own) || isChanged;
    }
    if (isChanged) target.changed(tenantKey);
  }

  async function readFlow(tenantKey: TenantKey, known: KnownTenant, name: FlowName): Promise<void> {
    const latest = await deps.flows.find(tenantKey, name.namespace, name.id);
    const wasKnown = known.flows.has(flowKey(name));
    const own = flowLimits(name, latest);
    if (own !== undefined) await target.learn(tenantKey, [own]);
    if (setFlow(known, name, own) && wasKnown) target.changed(tenantKey);
  }

  /** Whether the flow's scopes are others than before. */
  function setFlow(known: KnownTenant, name: FlowName, own: LimitScope | undefined): boolean {
    const key = flowKey(name);
    const before = known.flows.get(key)?.scopes ?? none;
    const scopes = limitScopes(name, own, known.namespaces, known.scope, known.suspension);
    const isSame = JSON.stringify(scopes) === JSON.stringify(before);
    known.flows.set(key, {
      name: { namespace: name.namespace, id: name.id },
      own,
      scopes: isSame ? before : scopes,
    });
    return !isSame;
  }
}
