import type { FileRevision } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { FileDeps } from './file-deps.ts';
import { contentPlace } from './file-place.ts';

const atOnce = 100;

/** Deletes revisions for good. Their rows go first: one whose content is missing would promise what nobody can read. */
export async function forgetRevisions(
  { store, files }: Pick<FileDeps, 'store' | 'files'>,
  scope: TenantScope,
  revisions: readonly FileRevision[],
): Promise<void> {
  for (let start = 0; start < revisions.length; start += atOnce) {
    const some = revisions.slice(start, start + atOnce);
    await store.write(some.map((each) => scope.fileRevisions.delete(each.namespace, each.path, each.revision)));
    for (const { namespace, content } of some)
      if (content !== undefined) await files.open(scope.key, namespace).delete(contentPlace(namespace, content.id));
  }
}

/** No more of a path than the server keeps. */
export async function forgetBeyondLimit(
  deps: FileDeps,
  scope: TenantScope,
  { namespace, path, revision }: Pick<FileRevision, 'namespace' | 'path' | 'revision'>,
): Promise<void> {
  const limit = deps.settings.kept.fileRevisions;
  if (revision <= limit) return;
  await forgetRevisions(deps, scope, (await scope.fileRevisions.list(namespace, path)).slice(0, -limit));
}

/** Only of so many deleted files of a namespace as the server keeps, those deleted last. */
export async function forgetDeletedBeyondLimit(deps: FileDeps, scope: TenantScope, namespace: string): Promise<void> {
  const deleted = await scope.fileRevisions.listDeleted(namespace);
  for (const { path } of deleted.slice(deps.settings.kept.deletedFiles))
    await forgetRevisions(deps, scope, await scope.fileRevisions.list(namespace, path));
}
