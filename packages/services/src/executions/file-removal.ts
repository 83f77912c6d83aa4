/**
 * What becomes of the files of an execution that is deleted. Replays and retries are given the outputs of what they are made
 * from, files by their address: these stay until the last execution that may read them is deleted.
 */
import type { Execution } from '@windhover/model';
import type { Store, TenantScope, WriteOp } from '@windhover/ports';
import type { NamespaceStorage } from '../files/tenant-files.ts';
import { executionDirectory } from './storage-paths.ts';

interface RemovalDeps {
  readonly store: Pick<Store, 'write'>;
  readonly files: NamespaceStorage;
}

export interface FileRemoval {
  /** Part of the commit that deletes the execution. */
  readonly writes: readonly WriteOp[];
  /** With what the files of its iterations stay; undefined: they go. */
  readonly keptWith: string | undefined;
  /** After that commit; answers the paths of the files that are gone. */
  removeFiles(): Promise<readonly string[]>;
}

/** `wanted`: the files are to go. `keptWith`: the execution that this is an iteration of, and with which its files stay. */
export async function fileRemoval(
  deps: RemovalDeps,
  scope: TenantScope,
  execution: Execution,
  wanted: boolean,
  keptWith?: string,
): Promise<FileRemoval> {
  const { id, parentId } = execution;
  if (keptWith !== undefined || (await scope.keptFiles.isReplayed(id))) {
    return {
      writes: [scope.keptFiles.keep({ executionId: id, parentId, keptWith, stays: !wanted })],
      keptWith: keptWith ?? id,
      removeFiles: async () => [],
    };
  }
  return {
    writes: [],
    keptWith: undefined,
    removeFiles: async () => [
      ...(wanted ? await removeDirectory(deps, scope, execution, id) : []),
      ...(await removeUnread(deps, scope, execution)),
    ],
  };
}

/** Files of deleted executions that nothing is made from any more, from the one that this was made from upwards. */
async function removeUnread(deps: RemovalDeps, scope: TenantScope, execution: Execution): Promise<readonly string[]> {
  const { keptFiles } = scope;
  const gone: string[] = [];
  let kept = await findKept(scope, execution.parentId);
  while (kept !== undefined && kept.keptWith === undefined && !(await keptFiles.isReplayed(kept.executionId))) {
    for (const { executionId, stays } of [kept, ...(await keptFiles.listWith(kept.executionId))])
      if (!stays) gone.push(...(await removeDirectory(deps, scope, execution, executionId)));
    await deps.store.write([keptFiles.forget(kept.executionId)]);
    kept = await findKept(scope, kept.parentId);
  }
  return gone;
}

async function findKept({ keptFiles }: TenantScope, executionId: string | undefined) {
  return executionId === undefined ? undefined : keptFiles.find(executionId);
}

/** Of an execution of the same flow. */
async function removeDirectory(
  { files }: RemovalDeps,
  { key }: TenantScope,
  { namespace, flowId }: Execution,
  executionId: string,
): Promise<readonly string[]> {
  const own = files.open(key, namespace);
  const directory = executionDirectory({ namespace, flowId, executionId });
  const paths = (await Array.fromAsync(own.walk(directory))).map(({ path }) => path);
  await own.delete(directory);
  return paths;
}
