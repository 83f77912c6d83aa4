import type { NamespaceFiles } from './namespace-files.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

/** All files of a namespace as one archive, in order of path, read as it is sent. */
export function namespaceZip(files: NamespaceFiles): AsyncIterable<Uint8Array> {
  return writeZip(entriesOf(files));
}

async function* entriesOf(files: NamespaceFiles): AsyncGenerator<ZipEntry> {
  for await (const { path, lastModifiedTime } of files.walk('/'))
    yield { path: path.slice(1), content: await files.read(path), modifiedAt: lastModifiedTime };
}
