/**
 * Variables of namespaces in memory, so that a task that names them costs no read. A change that use cases announce counts
 * at once, one that nobody heard of after a few seconds.
 */
import type { TenantKey } from '@windhover/model';
import { topics } from '@windhover/ports';
import { inheritedVariables, type InstanceChange } from '@windhover/services';
import type { RuntimeDeps } from './deps.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface NamespaceVariables {
  /** Undefined when they must be loaded. */
  find(tenantKey: TenantKey, namespace: string): Values | undefined;
  load(tenantKey: TenantKey, namespace: string): Promise<Values>;
  close(): void;
}

const maxAgeMs = 10_000;
const maxKnown = 10_000;

export function createNamespaceVariables({
  store,
  transport,
  clock,
}: Pick<RuntimeDeps, 'store' | 'transport' | 'clock'>): NamespaceVariables {
  const known = new Map<string, { readonly values: Values; readonly readAt: number }>();
  let changes = 0;

  const close = transport.subscribe(topics.instance, (message) => {
    const change = message as InstanceChange;
    if (change.kind !== 'namespace') return;
    // What is being read now may be older.
    changes += 1;
    for (const key of known.keys()) if (key.startsWith(`${change.tenantKey}/`)) known.delete(key);
  });

  return {
    find(tenantKey, namespace) {
      const entry = known.get(keyOf(tenantKey, namespace));
      return entry === undefined || clock.monotonic() - entry.readAt > maxAgeMs ? undefined : entry.values;
    },
    async load(tenantKey, namespace) {
      const [before, readAt] = [changes, clock.monotonic()];
      const values = await inheritedVariables(store.scope(tenantKey), namespace);
      if (known.size >= maxKnown) known.clear();
      if (changes === before) known.set(keyOf(tenantKey, namespace), { values, readAt });
      return values;
    },
    close,
  };
}

function keyOf(tenantKey: TenantKey, namespace: string): string {
  return `${tenantKey}/${namespace}`;
}
