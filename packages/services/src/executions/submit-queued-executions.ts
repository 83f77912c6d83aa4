import type { Deps } from '../deps.ts';
import { servedTenants } from '../tenants/served-tenants.ts';
import { actByQuery } from './act-on-many.ts';
import { unqueueExecution } from './change-state.ts';

/**
 * Lets every execution begin that waits for a slot, in all tenants that are served, whatever their limits say; answers how many.
 * Those that a kill switch holds back wait on. For commands: it asks nobody.
 */
export async function submitQueuedExecutions(deps: Deps): Promise<number> {
  let total = 0;
  for (const { key } of await servedTenants(deps)) {
    const scope = deps.store.scope(key);
    for (let submitted = -1; submitted !== 0;) {
      submitted = await actByQuery(deps, scope, 'command-line', queued, { permission: 'EXECUTION:UNQUEUE' }, (id) =>
        unqueueExecution(deps, scope, 'command-line', id),
      );
      total += submitted;
    }
  }
  return total;
}

const queued = [{ field: 'state', operation: 'EQUALS', value: 'QUEUED' }] as const;
