/** Namespace files for tasks: `namespaceFiles.list`, `.read`, `.put`, `.delete`. Content travels as a stream. */
import { openNamespaceFiles, type NamespaceFile, type NamespaceFiles } from '../files/namespace-files.ts';
import type { TaskOwner } from './task-owner.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { reachNamespace } from './reach-namespace.ts';

export function namespaceFileCalls(deps: TaskServiceDeps): Calls {
  const filesOf = async (owner: TaskOwner, named: unknown): Promise<NamespaceFiles> => {
    const { namespace } = await reachNamespace(deps, owner, named);
    return openNamespaceFiles(deps.files, owner.tenantKey, namespace);
  };
  return {
    'namespaceFiles.list': async (owner, { namespace }): Promise<readonly NamespaceFile[]> =>
      Array.fromAsync((await filesOf(owner, namespace)).walk('/')),

    'namespaceFiles.read': async (owner, { namespace, path }) => (await filesOf(owner, namespace)).read(String(path)),

    'namespaceFiles.find': async (owner, { namespace, path }) => (await filesOf(owner, namespace)).find(String(path)),

    'namespaceFiles.put': async (owner, { namespace, path, content }) =>
      (await filesOf(owner, namespace)).put(String(path), content as AsyncIterable<Uint8Array>),

    'namespaceFiles.delete': async (owner, { namespace, path }) =>
      (await filesOf(owner, namespace)).delete(String(path)),
  };
}
