import type { FileRevision } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { untilFirst } from '../access/until-first.ts';
import { auditFile } from './audit-file.ts';
import { madeNow, type FileActor, type FileDeps } from './file-deps.ts';
import { cleanPath, filePlace } from './file-place.ts';
import { forgetDeletedBeyondLimit } from './forget-revisions.ts';
import { newestRevision } from './newest-revision.ts';

const atOnce = 100;

/**
 * A file or a whole directory; whether anything was there. Earlier revisions of the files deleted last are kept, and a file
 * that is made there again goes on with their numbers.
 */
export async function deleteNamespaceFile(
  deps: FileDeps,
  scope: TenantScope,
  actor: FileActor,
  { namespace, path: asked }: { readonly namespace: string; readonly path: string },
): Promise<boolean> {
  const path = cleanPath(asked);
  await newestRevision(deps, scope, namespace, path);
  await untilFirst('File revision', () => markDeleted(deps, scope, actor, { namespace, path }));
  const isDeleted = await deps.files.open(scope.key, namespace).delete(filePlace(namespace, path));
  await deps.store.write(auditFile(deps, scope, actor, 'DELETE', { namespace, path }));
  await forgetDeletedBeyondLimit(deps, scope, namespace);
  return isDeleted;
}

async function markDeleted(
  deps: FileDeps,
  scope: TenantScope,
  actor: FileActor,
  { namespace, path }: { readonly namespace: string; readonly path: string },
): Promise<void> {
  const newest = await scope.fileRevisions.listNewest(namespace, path);
  const deletions = newest
    .filter(({ content }) => content !== undefined)
    .map((each): FileRevision => {
      return { namespace, path: each.path, revision: each.revision + 1, ...madeNow(deps, actor) };
    });
  for (let start = 0; start < deletions.length; start += atOnce)
    await deps.store.write(deletions.slice(start, start + atOnce).map(scope.fileRevisions.insert));
}
