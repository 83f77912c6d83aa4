import type { FileRevision } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { oldRevisions, type PurgeRule } from '../revisions/old-revisions.ts';
import { deleteOrphans, type OrphanDeps } from './delete-orphans.ts';
import type { FileDeps } from './file-deps.ts';
import { forgetRevisions } from './forget-revisions.ts';

/** Deletes what the rule names; the content that a file has now is never of it. Answers how many revisions there were. */
export async function purgeFileRevisions(
  deps: Pick<FileDeps, 'store'> & OrphanDeps,
  scope: TenantScope,
  { namespace, path }: Pick<FileRevision, 'namespace' | 'path'>,
  rule: PurgeRule,
): Promise<number> {
  const revisions = await scope.fileRevisions.list(namespace, path);
  const least = revisions.at(-1)?.content === undefined ? 0 : 1;
  const purged = oldRevisions(revisions, rule, least);
  await forgetRevisions(deps, scope, purged);
  await deleteOrphans(deps, scope, namespace);
  return purged.length;
}
