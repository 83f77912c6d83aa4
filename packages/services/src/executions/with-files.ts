import type { Execution, TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { executionDirectory, type ExecutionPlace } from './storage-paths.ts';

/**
 * Starts an execution for which files are stored before it exists. When it does not come to be – it is refused, or was
 * started before – they are deleted: nobody would find them.
 */
export async function withFiles<Started extends Execution | undefined>(
  { store, files }: Pick<Deps, 'store' | 'files'>,
  tenantKey: TenantKey,
  place: ExecutionPlace,
  start: () => Promise<Started>,
): Promise<Started> {
  let started: Execution | undefined;
  try {
    const result = await start();
    started = result;
    return result;
  } finally {
    const { executions } = store.scope(tenantKey);
    // A start whose answer was lost may have taken effect all the same
    const isThere = started?.id === place.executionId || (await executions.find(place.executionId)) !== undefined;
    if (!isThere) await files.open(tenantKey, place.namespace).delete(executionDirectory(place));
  }
}
