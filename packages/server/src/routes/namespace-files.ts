import { routes } from '@windhover/contract';
import { IllegalArgument, MissingPermission } from '@windhover/model';
import {
  auditEntry,
  can,
  demandOn,
  namespaceZip,
  openNamespaceFiles,
  type Caller,
  type NamespaceFile,
} from '@windhover/services';
import { route } from '../handler.ts';

const { namespaceFiles } = routes;

export const namespaceFileHandlers = [
  route(namespaceFiles.read, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    const files = openNamespaceFiles(deps.files, scope.key, params.namespace);
    const file = await files.get(query.path);
    return { content: await files.read(query.path), filename: file.fileName, sizeBytes: file.size };
  }),
  route(namespaceFiles.export, ({ deps, scope, caller, params }) => {
    demandToRead(caller, params.namespace);
    const files = openNamespaceFiles(deps.files, scope.key, params.namespace);
    return { content: namespaceZip(files), filename: `${params.namespace}_files.zip` };
  }),
  route(namespaceFiles.revisions, async ({ deps, scope, caller, params, query }) => {
    demandToRead(caller, params.namespace);
    await openNamespaceFiles(deps.files, scope.key, params.namespace).get(query.path);
    return [{ revision: 1 }];
  }),
  route(namespaceFiles.write, async ({ deps, scope, caller, params, query, body }) => {
    demandToWrite(caller, params.namespace);
    let isWritten = false;
    for await (const part of body) {
      if (part.name !== 'fileContent' || isWritten) continue;
      await openNamespaceFiles(deps.files, scope.key, params.namespace).put(query.path, part.content);
      isWritten = true;
    }
    if (!isWritten) throw new IllegalArgument({ reason: "the form has no part 'fileContent' with the file" });
    await deps.store.write([scope.audit.append(changed(deps, caller, 'UPDATE', params.namespace, query.path))]);
  }),
  route(namespaceFiles.move, async ({ deps, scope, caller, params, query }) => {
    demandToWrite(caller, params.namespace);
    await openNamespaceFiles(deps.files, scope.key, params.namespace).move(query.from, query.to);
    await deps.store.write([scope.audit.append(changed(deps, caller, 'UPDATE', params.namespace, query.to))]);
  }),
  route(namespaceFiles.delete, async ({ deps, scope, caller, params, query }) => {
    demandToWrite(caller, params.namespace);
    await openNamespaceFiles(deps.files, scope.key, params.namespace).delete(query.path);
    await deps.store.write([scope.audit.append(changed(deps, caller, 'DELETE', params.namespace, query.path))]);
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

function changed(
  deps: Parameters<typeof auditEntry>[0],
  caller: Caller,
  type: 'UPDATE' | 'DELETE',
  namespace: string,
  path: string,
) {
  return auditEntry(deps, caller, { type, resource: 'NAMESPACE_FILE', detail: { namespace, path } });
}

function toAttributes({ type, fileName, size, lastModifiedTime, creationTime }: NamespaceFile) {
  return { type, fileName, size, lastModifiedTime, creationTime };
}
