import { topics } from '@windhover/ports';
import type { InstanceChange } from '../access/instance-change.ts';
import type { Backends, Deps } from '../deps.ts';

/**
 * What a tenant or a namespace has opened is let go of at the news that it was changed or deleted, on whatever server that
 * was: logins and credentials that it named stay in no memory. The answer ends that.
 */
export function dropChangedBackends(
  { secrets, files }: Backends,
  { store, transport }: Pick<Deps, 'store' | 'transport'>,
): () => void {
  return transport.subscribe(topics.instance, (message) => {
    const change = message as InstanceChange;
    if (change.kind !== 'tenant' && change.kind !== 'namespace' && change.kind !== 'missed') return;
    for (const backends of [secrets, files]) {
      if (change.kind === 'tenant') backends.drop({ isOf: (key) => store.tenantKeys.idOf(key) === change.id });
      else if (change.kind === 'namespace') backends.drop({ tenantKey: change.tenantKey, namespace: change.id });
      else backends.drop();
    }
  });
}
