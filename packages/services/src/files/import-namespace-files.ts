/** Files of a namespace from a zip archive that somebody uploads. */
import type { TenantScope } from '@windhover/ports';
import type { FileActor, FileDeps } from './file-deps.ts';
import { cleanFilePath } from './file-place.ts';
import { readZip, zipLimits } from './read-zip.ts';
import { writeNamespaceFile } from './write-namespace-file.ts';

interface Import {
  readonly namespace: string;
  /** The directory that it is unpacked into. */
  readonly path: string;
  readonly archive: Uint8Array;
}

/**
 * Writes each file of the archive as one that is uploaded by itself, and answers how many there were. Nothing is written
 * when the archive, or the name of any file in it, is refused: `IllegalArgument` says why.
 */
export async function importNamespaceFiles(
  deps: FileDeps,
  scope: TenantScope,
  actor: FileActor,
  { namespace, path: directory, archive }: Import,
): Promise<number> {
  const below = directory.replace(/\/$/, '');
  const files = (await readZip(archive, zipLimits)).map(({ path, content }) => ({
    namespace,
    path: cleanFilePath(`${below}/${path}`),
    content,
  }));
  for (const file of files) await writeNamespaceFile(deps, scope, actor, file);
  return files.length;
}
