/** Contents that no revision names: their writer died before it wrote the row, or after it deleted the row. */
import { timeOrderedId } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { FileDeps } from './file-deps.ts';
import { contentPlace, contentsDirectory } from './file-place.ts';

const everyMs = 86_400_000;
/** A younger one may be of a writer that is about to write its row: its id says when it began. */
const leastAgeMs = 3_600_000;
const contentId = /^[0-9A-Za-z]{22}$/;

/**
 * Looks for them once a day in each namespace, beginning with the first call after a start, which is when there may be some.
 * What cannot be deleted is told to whoever runs the instance: the caller has done its work.
 */
export async function deleteOrphans(deps: OrphanDeps, scope: TenantScope, namespace: string): Promise<void> {
  if (!deps.contentSweeps.isDue(scope.key, contentsDirectory(namespace), everyMs)) return;
  try {
    await sweep(deps, scope, namespace);
  } catch (error) {
    deps.onProblem?.(`Contents of files of namespace '${namespace}' could not be cleaned up`, error);
  }
}

export type OrphanDeps = Pick<FileDeps, 'files' | 'clock' | 'contentSweeps' | 'onProblem'>;

async function sweep({ files, clock }: OrphanDeps, scope: TenantScope, namespace: string): Promise<void> {
  const contents = files.open(scope.key, namespace);
  const firstTooYoung = timeOrderedId(clock.now() - leastAgeMs, new Uint8Array(10));
  const found = (await contents.list(contentsDirectory(namespace)))
    .map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
    .filter((id) => contentId.test(id) && id < firstTooYoung);
  if (found.length === 0) return;
  // Rows after contents: one that has come in between is seen
  const named = new Set(await scope.fileRevisions.listContentIds(namespace));
  for (const id of found) if (!named.has(id)) await contents.delete(contentPlace(namespace, id));
}
