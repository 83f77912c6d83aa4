import type { FileRevision } from '@windhover/model';
import type { TenantFiles, TenantScope } from '@windhover/ports';
import { untilFirst } from '../access/until-first.ts';
import { auditFile } from './audit-file.ts';
import { deleteOrphans } from './delete-orphans.ts';
import { madeNow, type FileActor, type FileDeps } from './file-deps.ts';
import { cleanFilePath, contentPlace, filePlace } from './file-place.ts';
import { forgetBeyondLimit } from './forget-revisions.ts';
import { keepContent } from './kept-content.ts';
import { newestRevision } from './newest-revision.ts';
import { refusingTaken } from './refusing-taken.ts';

export interface WrittenFile {
  readonly namespace: string;
  readonly path: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Makes the content the newest revision of the file; parents are made, and the same content once more changes nothing.
 * Without an answer, what was there before is still to be had by its number. Throws `IllegalArgument` for a bad path.
 */
export async function writeNamespaceFile(
  deps: FileDeps,
  scope: TenantScope,
  actor: FileActor,
  { namespace, path: asked, content }: WrittenFile,
): Promise<void> {
  const path = cleanFilePath(asked);
  const files = deps.files.open(scope.key, namespace);
  const kept = await keepContent(files, namespace, deps.ids.next(), content);
  const place = contentPlace(namespace, kept.id);
  const made = await untilFirst('File revision', async () => {
    const newest = await newestRevision(deps, scope, namespace, path);
    // The row comes last and is refused when there is another by then: so the last row and the file are of one content
    await refusingTaken(path, () => copyOrForget(files, place, filePlace(namespace, path)));
    deps.crashAt?.('file.after-content-before-row');
    if (newest?.content?.digest === kept.digest) return undefined;
    const revision = (newest?.revision ?? 0) + 1;
    const next: FileRevision = { namespace, path, revision, ...madeNow(deps, actor), content: kept };
    const audit = auditFile(deps, scope, actor, 'UPDATE', { namespace, path });
    await deps.store.write([scope.fileRevisions.insert(next), ...audit]);
    return next;
  });
  if (made === undefined) await files.delete(place);
  else await forgetBeyondLimit(deps, scope, made);
  await deleteOrphans(deps, scope, namespace);
}

/** A content that no file can have is of no use. */
async function copyOrForget(files: TenantFiles, content: string, place: string): Promise<void> {
  try {
    await files.copy(content, place);
  } catch (error) {
    await files.delete(content);
    throw error;
  }
}
