/**
 * Namespace files for tasks: `namespaceFiles.list`, `.read`, `.find`, `.put`, `.delete`; of several namespaces
 * `.versioned` and `.purge`. Content travels as a stream.
 */
import type { FileRevision } from '@windhover/model';
import { deleteNamespaceFile } from '../files/delete-namespace-file.ts';
import { openNamespaceFiles, type NamespaceFile, type NamespaceFiles } from '../files/namespace-files.ts';
import { purgeFileRevisions } from '../files/purge-file-revisions.ts';
import { writeNamespaceFile } from '../files/write-namespace-file.ts';
import { purgeRuleArgument } from './arguments.ts';
import type { TaskOwner } from './task-owner.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { openNamespaces } from './open-namespaces.ts';
import { reachNamespace } from './reach-namespace.ts';

type FileName = Pick<FileRevision, 'namespace' | 'path'>;

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

    'namespaceFiles.put': async (owner, { namespace: named, path, content }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      const file = { namespace, path: String(path), content: content as AsyncIterable<Uint8Array> };
      await writeNamespaceFile(deps, scope, undefined, file);
    },

    'namespaceFiles.delete': async (owner, { namespace: named, path }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      return deleteNamespaceFile(deps, scope, undefined, { namespace, path: String(path) });
    },

    /** Files that have revisions, those that were deleted too, in all namespaces that allow the task's. */
    'namespaceFiles.versioned': async (owner): Promise<readonly FileName[]> => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      const listed: FileName[] = [];
      for (const { namespace, path } of await scope.fileRevisions.listAll()) {
        if (await isOpen(namespace)) listed.push({ namespace, path });
      }
      return listed;
    },

    /** Answers how many revisions were deleted. */
    'namespaceFiles.purge': async (owner, args): Promise<number> => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      const rule = purgeRuleArgument(args);
      let size = 0;
      for (const file of args['files'] as readonly FileName[]) {
        if (await isOpen(file.namespace)) size += await purgeFileRevisions(deps, scope, file, rule);
      }
      return size;
    },
  };
}
