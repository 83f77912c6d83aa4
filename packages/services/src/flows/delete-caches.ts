import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { flowDirectory } from '../executions/storage-paths.ts';

/**
 * Forgets what tasks and working directories of deleted flows had kept for later executions. The flows are deleted by then:
 * what cannot be removed is told to whoever runs the instance, and stays.
 */
export async function deleteCaches(
  deps: Pick<Deps, 'files' | 'onProblem'>,
  scope: TenantScope,
  revisions: readonly FlowRevision[],
): Promise<void> {
  await removeEntries(deps, scope, revisions).catch((error: unknown) => {
    deps.onProblem?.('Caches of deleted flows could not be removed', error);
  });
}

/** Only what bears the name of a cache entry: directories of namespaces below may stand beside those of the flow's tasks. */
async function removeEntries(
  { files }: Pick<Deps, 'files'>,
  scope: TenantScope,
  revisions: readonly FlowRevision[],
): Promise<void> {
  for (const { namespace, id, deleted } of revisions) {
    if (!deleted) continue;
    const ofNamespace = files.open(scope.key, namespace);
    for (const { path, kind } of await ofNamespace.list(flowDirectory({ namespace, flowId: id }))) {
      if (kind !== 'Directory') continue;
      for (const entry of await ofNamespace.list(`${path}/cache`)) {
        if (entryName.test(entry.path)) await ofNamespace.delete(entry.path);
      }
    }
  }
}

const entryName = /\/[0-9a-f]{64}(?:\.json)?$/;
