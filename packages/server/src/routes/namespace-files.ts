import { routes, type FormPart } from '@windhover/contract';
import { IllegalArgument, MissingPermission } from '@windhover/model';
import {
  can,
  deleteNamespaceFile,
  demandOn,
  importNamespaceFiles,
  listFileRevisions,
  moveNamespaceFile,
  namespaceZip,
  openNamespaceFiles,
  readNamespaceFile,
  writeNamespaceFile,
  type Caller,
  type ListedRevision,
  type NamespaceFile,
} from '@windhover/services';
import { contentOf } from '../content-of.ts';
import { route } from '../handler.ts';
import { toIso } from './to-token-json.ts';
import { uploadedFile } from './uploaded-file.ts';

const { namespaceFiles } = routes;
const maxArchiveBytes = 100 * 1024 * 1024;

export const namespaceFileHandlers = [
  route(namespaceFiles.read, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    const { content, fileName, sizeBytes } = await readNamespaceFile(deps, scope, { ...params, ...query });
    return { content, filename: fileName, sizeBytes };
  }),
  route(namespaceFiles.export, ({ deps, scope, caller, params }) => {
    demandToRead(caller, params.namespace);
    const files = openNamespaceFiles(deps.files, scope.key, params.namespace);
    return { content: namespaceZip(files), filename: `${params.namespace}_files.zip` };
  }),
  route(namespaceFiles.import, async ({ deps, scope, caller, params, query, body }) => {
    demandToWrite(caller, params.namespace);
    const archive = await uploadedFile(body, 'fileContent', maxArchiveBytes);
    return { count: await importNamespaceFiles(deps, scope, caller, { ...params, ...query, archive }) };
  }),
  route(namespaceFiles.revisions, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    return (await listFileRevisions(deps, scope, params.namespace, query.path)).map(toRevision);
  }),
  route(namespaceFiles.write, async ({ deps, scope, caller, params, query, body }) => {
    demandToWrite(caller, params.namespace);
    let isWritten = false;
    for await (const part of body) {
      if (part.name !== 'fileContent' || isWritten) continue;
      if (isArchive(part)) {
        const archive = await contentOf(part, maxArchiveBytes);
        await importNamespaceFiles(deps, scope, caller, { ...params, path: directoryOf(query.path), archive });
      } else await writeNamespaceFile(deps, scope, caller, { ...params, ...query, content: part.content });
      isWritten = true;
    }
    if (!isWritten) throw new IllegalArgument({ reason: "the form has no part 'fileContent' with the file" });
  }),
  route(namespaceFiles.move, async ({ deps, scope, caller, params, query }) => {
    demandToWrite(caller, params.namespace);
    await moveNamespaceFile(deps, scope, caller, { ...params, ...query });
  }),
  route(namespaceFiles.delete, async ({ deps, scope, caller, params, query }) => {
    demandToWrite(caller, params.namespace);
    await deleteNamespaceFile(deps, scope, caller, { ...params, ...query });
  }),
  route(namespaceFiles.list, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    return (await openNamespaceFiles(deps.files, scope.key, params.namespace).list(query.path)).map(toAttributes);
  }),
  route(namespaceFiles.makeDirectory, async ({ deps, scope, caller, params, query }) => {
    demandToWrite(caller, params.namespace);
    await openNamespaceFiles(deps.files, scope.key, params.namespace).makeDirectory(query.path);
  }),
  route(namespaceFiles.search, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    return [...(await openNamespaceFiles(deps.files, scope.key, params.namespace).search(query.q))];
  }),
  route(namespaceFiles.stats, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    return toAttributes(await openNamespaceFiles(deps.files, scope.key, params.namespace).get(query.path));
  }),
];

function demandToRead(caller: Caller, namespace: string): void {
  if (!can(caller, 'FLOW:VIEW', namespace)) demandOn(caller, 'NAMESPACE:VIEW', namespace, 'namespace');
}

/** Who may read them is told what is missing; to anyone else there is no such namespace. */
function demandToWrite(caller: Caller, namespace: string): void {
  if (can(caller, 'NAMESPACE:MANAGE_FILES', namespace)) return;
  demandToRead(caller, namespace);
  throw new MissingPermission({ permission: 'NAMESPACE:MANAGE_FILES', namespace });
}

/** Clients that send a zip here mean what is in it. */
function isArchive({ filename = '' }: FormPart): boolean {
  return /\.zip$/i.test(filename);
}

/** Where an archive would lie at that path. */
function directoryOf(path: string): string {
  return /\.zip$/i.test(path) ? path.replace(/[^/]*$/, '') : path;
}

function toRevision({ revision, createdAt, author, sizeBytes }: ListedRevision) {
  return { revision, updated: toIso(createdAt), author, size: sizeBytes };
}

function toAttributes({ type, fileName, size, lastModifiedTime, creationTime }: NamespaceFile) {
  return { type, fileName, size, lastModifiedTime, creationTime };
}
