/** Files of executions, as their tasks and templates may see them. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isWithinNamespace, taskRunId } from '@windhover/model';
import { TaskError, type TaskFiles } from '@windhover/plugin-sdk';
import { toExecution, type ExecutionRow, type TenantFiles } from '@windhover/ports';
import type { Held } from './held.ts';
import {
  executionIdInPath,
  isMadeFrom,
  namespaceOfFile,
  isOfExecution,
  namespaceAllows,
  pathOfNamespaceUri,
  pathOfUri,
  safeFileName,
  taskRunDirectory,
  uriOfPath,
  type ExecutionPlace,
} from '@windhover/services';
import type { Tools } from './tools.ts';

export interface ReadableFiles extends TaskFiles {
  exists(uri: string): Promise<boolean>;
  /** From a byte on, when asked. */
  read(uri: string, range?: { readonly start: number }): AsyncIterable<Uint8Array>;
}

/**
 * A template (`reach: 'related'`) reads files of its own execution, of the one that triggered it and of those that it
 * triggered or repeats; an iteration of a Loop reads those that the executions around it read. A task (`reach: 'allowed'`) is handed addresses as inputs and through triggers, so it reads those
 * of every execution whose namespace allows its own. Both read files of the flow's namespace and those above (`nsfile://…`).
 */
export function taskFilesOf(
  held: Held,
  ord: number,
  { deps, persist }: Tools,
  reach: 'related' | 'allowed',
): ReadableFiles {
  const { live, triggerExecutionId, tenantKey } = held;
  const { namespace, id: flowId } = live.flow.flow;
  const place = { namespace, flowId, executionId: live.id };
  const own = deps.files.open(tenantKey, namespace);
  const scope = deps.store.scope(tenantKey);

  /** The path behind a URI, and what it is a path of. Throws for what belongs to executions that have nothing to do with this one. */
  const readable = async (uri: string): Promise<{ readonly path: string; readonly files: TenantFiles }> => {
    const path = pathOfUri(uri) ?? pathOfNamespaceUri(uri, namespace);
    if (path !== undefined && isOfExecution(path, place)) return { path, files: own };
    const shared = path === undefined ? undefined : namespaceOfFile(path);
    if (path !== undefined && shared !== undefined && isWithinNamespace(namespace, shared))
      return { path, files: deps.files.open(tenantKey, shared) };
    const ownerId = path === undefined ? undefined : executionIdInPath(path);
    const owner = ownerId === undefined ? undefined : await ownerOf(ownerId);
    if (path === undefined || owner === undefined || !isOfExecution(path, owner)) {
      throw new TaskError(`Unable to read the file '${uri}' as it didn't belong to the current execution`);
    }
    return { path, files: deps.files.open(tenantKey, owner.namespace) };
  };
  /** Where the files of an execution are that has something to do with this one; undefined for others. */
  const ownerOf = async (id: string): Promise<ExecutionPlace | undefined> => {
    const owner = await deps.store.shards.findExecution(tenantKey, id);
    if (owner === undefined) {
      const kept = await scope.keptFiles.find(id);
      const isOpen = kept !== undefined && (await isOriginal([id, kept.keptWith]));
      return isOpen ? { ...place, executionId: id } : undefined;
    }
    const isOpen =
      isRelated(owner) ||
      (await isOriginal([id, owner.triggerExecutionId, ...(toExecution(owner).loopRun?.within ?? [])])) ||
      (await isAllowed(owner));
    return isOpen ? owner : undefined;
  };

  /** This was made from one of them, by one or more replays. */
  const isOriginal = (ids: readonly (string | null | undefined)[]): Promise<boolean> =>
    isMadeFrom(scope, live.begunFrom.parentId, ids);

  const selves: readonly (string | null)[] = [live.id, ...(live.begunFrom.loopRun?.within ?? [])];
  /** It triggered this one (or what this is an iteration of), was triggered by it, or this began as a replay of it. */
  const isRelated = ({ executionId, triggerExecutionId: startedBy }: ExecutionRow): boolean =>
    selves.includes(executionId) ||
    selves.includes(startedBy) ||
    executionId === triggerExecutionId ||
    executionId === live.begunFrom.trigger?.variables['executionId'] ||
    executionId === live.begunFrom.originalId;

  const isAllowed = async ({ namespace: target }: ExecutionRow): Promise<boolean> =>
    reach === 'allowed' && namespaceAllows(scope, target, namespace);

  /** What can be read again is, for as long as the store is away: a task that has done its work is not run again for it. */
  const putOnce = (path: string, content: Parameters<TaskFiles['put']>[1]): Promise<unknown> => {
    if ('localPath' in content) return persist.run(() => own.put(path, readLocal(content.localPath)));
    return content instanceof Uint8Array ? persist.run(() => own.put(path, content)) : own.put(path, content);
  };

  return {
    async put(name, content) {
      const taskId = live.open.get(ord)?.task.id ?? 'execution';
      const path = `${taskRunDirectory(place, taskId, taskRunId(live.id, ord))}/${safeFileName(name)}`;
      await putOnce(path, content);
      return uriOfPath(path);
    },
    async *read(uri, range) {
      const { path, files } = await readable(uri);
      yield* files.read(path, range);
    },
    async sizeBytes(uri) {
      const { path, files } = await readable(uri);
      const info = await files.find(path);
      if (info === undefined) throw new TaskError(`File '${uri}' does not exist`);
      return info.sizeBytes;
    },
    async exists(uri) {
      const { path, files } = await readable(uri);
      return (await files.find(path)) !== undefined;
    },
    async delete(uri) {
      const { path } = await readable(uri);
      if (!isOfExecution(path, place)) throw new TaskError(`File '${uri}' belongs to another execution and is kept`);
      return own.delete(path);
    },
  };
}

/** A script could have put a link in the place of its file: it is not followed. */
export async function* readLocal(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  yield* file.createReadStream();
}
