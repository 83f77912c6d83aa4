/** What a file of a namespace has been: listed, and read again. */
import { NotFound, type FileRevision } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { FileDeps } from './file-deps.ts';
import { cleanFilePath, contentPlace } from './file-place.ts';
import { openNamespaceFiles } from './namespace-files.ts';

export interface ListedRevision {
  readonly revision: number;
  readonly createdAt: number;
  /** Name of the user, if it was one who is still there. */
  readonly author: string | undefined;
  /** Undefined for a deletion. */
  readonly sizeBytes: number | undefined;
}

export interface FileContent {
  readonly content: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** Oldest first, also of a file that was deleted. Throws `NotFound` where there never was one. */
export async function listFileRevisions(
  deps: Pick<FileDeps, 'store' | 'files'>,
  scope: TenantScope,
  namespace: string,
  path: string,
): Promise<readonly ListedRevision[]> {
  const revisions = await scope.fileRevisions.list(namespace, cleanFilePath(path));
  if (revisions.length > 0) return Promise.all(revisions.map((revision) => toListed(deps, revision)));
  const file = await openNamespaceFiles(deps.files, scope.key, namespace).get(path);
  if (file.type === 'Directory') throw revisionNotFound(namespace, path, 1);
  return [{ revision: 1, createdAt: file.lastModifiedTime, author: undefined, sizeBytes: file.size }];
}

/** As it is now, or as it was in one of its revisions. Throws `NotFound`. */
export async function readNamespaceFile(
  deps: Pick<FileDeps, 'files'>,
  scope: TenantScope,
  { namespace, path, revision }: { namespace: string; path: string; revision?: number | undefined },
): Promise<FileContent> {
  const found = revision === undefined ? undefined : await findRevision(scope, namespace, path, revision);
  const files = openNamespaceFiles(deps.files, scope.key, namespace);
  if (found === undefined) {
    const { fileName, size } = await files.get(path);
    return { content: await files.read(path), fileName, sizeBytes: size };
  }
  if (found.content === undefined) throw revisionNotFound(namespace, path, found.revision);
  const { id, sizeBytes } = found.content;
  const [contents, place] = [deps.files.open(scope.key, namespace), contentPlace(namespace, id)];
  if ((await contents.find(place)) === undefined) throw revisionNotFound(namespace, path, found.revision);
  return { content: contents.read(place), fileName: found.path.slice(found.path.lastIndexOf('/') + 1), sizeBytes };
}

/** Undefined for the only one of a file from before there were revisions: it is what the file is now. */
async function findRevision(
  scope: TenantScope,
  namespace: string,
  path: string,
  revision: number,
): Promise<FileRevision | undefined> {
  const clean = cleanFilePath(path);
  const found = await scope.fileRevisions.find(namespace, clean, revision);
  if (found !== undefined) return found;
  const isFirstOfAll = revision === 1 && (await scope.fileRevisions.findNewest(namespace, clean)) === undefined;
  if (!isFirstOfAll) throw revisionNotFound(namespace, path, revision);
  return undefined;
}

async function toListed(
  { store }: Pick<FileDeps, 'store'>,
  { revision, createdAt, createdBy, content }: FileRevision,
): Promise<ListedRevision> {
  const user = createdBy === undefined ? undefined : await store.identity.findUser(createdBy);
  return { revision, createdAt, author: user?.username, sizeBytes: content?.sizeBytes };
}

function revisionNotFound(namespace: string, path: string, revision: number): NotFound {
  return new NotFound({ thing: `revision ${revision} of file '${path}' in namespace '${namespace}'` });
}
