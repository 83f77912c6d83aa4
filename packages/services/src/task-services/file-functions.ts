/** Namespace files in templates: `read`, `fileSize`, `fileExists`, `isFileEmpty` of a path; addresses by `fileURI`. */
import type { ContextFunction } from '@windhover/expressions';
import { namespaceRoot, namespaceUri } from '../files/file-place.ts';
import { openNamespaceFiles, type NamespaceFiles } from '../files/namespace-files.ts';
import type { TaskOwner } from './task-owner.ts';
import type { TaskServiceDeps } from './create-task-services.ts';
import { reachNamespace } from './reach-namespace.ts';

export function fileFunctions(deps: TaskServiceDeps, owner: TaskOwner): Readonly<Record<string, ContextFunction>> {
  /** A path in the namespace given (the flow's by default), or an address that names its own. */
  const placeOf = async (
    path: unknown,
    namespace: unknown,
  ): Promise<{ readonly files: NamespaceFiles; readonly at: string }> => {
    const address = namespaceUri(String(path));
    const reached = await reachNamespace(deps, owner, address?.named ?? namespace);
    return {
      files: openNamespaceFiles(deps.files, owner.tenantKey, reached.namespace),
      at: address?.path ?? String(path),
    };
  };
  return {
    read: async ({ path, namespace }) => {
      const { files, at } = await placeOf(path, namespace);
      return Buffer.concat(await Array.fromAsync(await files.read(at))).toString('utf8');
    },
    fileSize: async ({ path, namespace }) => {
      const { files, at } = await placeOf(path, namespace);
      return (await files.get(at)).size;
    },
    fileExists: async ({ path, namespace }) => {
      const { files, at } = await placeOf(path, namespace);
      return (await files.find(at)) !== undefined;
    },
    isFileEmpty: async ({ path, namespace }) => {
      const { files, at } = await placeOf(path, namespace);
      return (await files.get(at)).size === 0;
    },
    fileURI: ({ path }) => {
      const text = (namespaceUri(String(path))?.path ?? String(path)).replace(/^\/+/, '');
      if (text.split('/').includes('..')) throw new Error("Path must not contain '../'");
      return `kestra://${namespaceRoot(owner.namespace)}/${text}`;
    },
  };
}
