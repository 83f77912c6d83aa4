import type { FileRevision } from '@windhover/model';
import { Conflict, type TenantScope } from '@windhover/ports';
import { untilFirst } from '../access/until-first.ts';
import { contentPlace, filePlace } from './file-place.ts';
import type { FileDeps } from './file-deps.ts';
import { keepContentOf } from './kept-content.ts';

/** The newest revision of a path. A file that stands there without one, from before there were any, gets one. */
export function newestRevision(
  deps: FileDeps,
  scope: TenantScope,
  namespace: string,
  path: string,
): Promise<FileRevision | undefined> {
  return untilFirst('File revision', async () => {
    const newest = await scope.fileRevisions.findNewest(namespace, path);
    if (newest?.content !== undefined) return newest;
    const files = deps.files.open(scope.key, namespace);
    const place = filePlace(namespace, path);
    const file = await files.find(place);
    if (file?.kind !== 'File') return newest;
    const id = deps.ids.next();
    const content = await keepContentOf(files, namespace, id, place);
    const revision = (newest?.revision ?? 0) + 1;
    const found: FileRevision = { namespace, path, revision, createdAt: file.modifiedAt, content };
    try {
      await deps.store.write([scope.fileRevisions.insert(found)]);
    } catch (error) {
      if (error instanceof Conflict) await files.delete(contentPlace(namespace, id));
      throw error;
    }
    return found;
  });
}
