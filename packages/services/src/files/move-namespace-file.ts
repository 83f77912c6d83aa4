import type { FileRevision } from '@windhover/model';
import { FileNotFound, type TenantScope } from '@windhover/ports';
import { untilFirst } from '../access/until-first.ts';
import { auditFile } from './audit-file.ts';
import type { FileActor, FileDeps } from './file-deps.ts';
import { cleanFilePath, filePlace } from './file-place.ts';
import { forgetBeyondLimit } from './forget-revisions.ts';
import { fileNotFound } from './namespace-files.ts';
import { newestRevision } from './newest-revision.ts';
import { refusingTaken } from './refusing-taken.ts';

export interface MovedFile {
  readonly namespace: string;
  readonly from: string;
  readonly to: string;
}

/**
 * A file or directory with the revisions of its files, which are numbered behind those that the new path has. Throws
 * `NotFound` when there is nothing to move.
 */
export async function moveNamespaceFile(
  deps: FileDeps,
  scope: TenantScope,
  actor: FileActor,
  { namespace, from, to }: MovedFile,
): Promise<void> {
  const [source, target] = [cleanFilePath(from), cleanFilePath(to)];
  // What is about to be replaced may have no revision yet, nor may what replaces it
  if (source !== target) for (const path of [source, target]) await newestRevision(deps, scope, namespace, path);
  try {
    const files = deps.files.open(scope.key, namespace);
    await refusingTaken(target, () => files.move(filePlace(namespace, source), filePlace(namespace, target)));
  } catch (error) {
    throw error instanceof FileNotFound ? fileNotFound(namespace, from) : error;
  }
  if (source !== target) {
    for (const newest of await scope.fileRevisions.listNewest(namespace, source))
      await takeAlong(deps, scope, newest, target + newest.path.slice(source.length));
  }
  await deps.store.write(auditFile(deps, scope, actor, 'UPDATE', { namespace, path: target }));
}

/** Those of a file that was deleted before stay where it was. */
async function takeAlong(
  deps: FileDeps,
  scope: TenantScope,
  { namespace, path, content }: FileRevision,
  to: string,
): Promise<void> {
  if (content === undefined) return;
  const revision = await untilFirst('File revision', async () => {
    const [moved, there] = await Promise.all([
      scope.fileRevisions.findNewest(namespace, path),
      scope.fileRevisions.findNewest(namespace, to),
    ]);
    const offset = there?.revision ?? 0;
    if (moved === undefined) return offset;
    await deps.store.write([scope.fileRevisions.move(namespace, path, to, offset)]);
    return offset + moved.revision;
  });
  await forgetBeyondLimit(deps, scope, { namespace, path: to, revision });
}
