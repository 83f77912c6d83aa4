/** Namespace files in templates: `read`, `fileSize`, `fileExists`, `isFileEmpty` of a path; addresses by `fileURI`. */
import type { ContextFunction } from '@windhover/expressions';
import { namespaceRoot } from '../files/file-place.ts';
import { openNamespaceFiles, type NamespaceFiles } from '../files/namespace-files.ts';
import type { TaskOwner } from './task-owner.ts';
import type { TaskServiceDeps } from './create-task-services.ts';
import { reachNamespace } from './reach-namespace.ts';

export function fileFunctions(deps: TaskServiceDeps, owner: TaskOwner): Readonly<Record<string, ContextFunction>> {
  const filesOf = async (named: unknown): Promise<NamespaceFiles> => {
    const { namespace } = await reachNamespace(deps, owner, named);
    return openNamespaceFiles(deps.files, owner.tenantKey, namespace);
  };
  const pathOf = (path: unknown): string => String(path).replace(/^nsfile:\/\/\//, '/');
  return {
    read: async ({ path, namespace }) => {
      const content = await (await filesOf(namespace)).read(pathOf(path));
      return Buffer.concat(await Array.fromAsync(content)).toString('utf8');
    },
    fileSize: async ({ path, namespace }) => (await (await filesOf(namespace)).get(pathOf(path))).size,
    fileExists: async ({ path, namespace }) => (await (await filesOf(namespace)).find(pathOf(path))) !== undefined,
    isFileEmpty: async ({ path, namespace }) => (await (await filesOf(namespace)).get(pathOf(path))).size === 0,
    fileURI: ({ path }) => {
      const text = pathOf(path).replace(/^\/+/, '');
      if (text.split('/').includes('..')) throw new Error("Path must not contain '../'");
      return `kestra://${namespaceRoot(owner.namespace)}/${text}`;
    },
  };
}
