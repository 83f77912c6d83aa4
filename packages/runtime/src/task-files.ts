/** Files as a task may see them: those of its own execution and of the one that triggered it. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { taskRunId } from '@windhover/model';
import { TaskError, type TaskFiles } from '@windhover/plugin-sdk';
import type { Held } from './held.ts';
import { isNamespaceFile, isOfExecution, pathOfUri, taskRunDirectory, uriOfPath } from './storage-paths.ts';
import type { Tools } from './tools.ts';

export interface ReadableFiles extends TaskFiles {
  exists(uri: string): Promise<boolean>;
}

export function taskFilesOf(held: Held, ord: number, { deps }: Tools): ReadableFiles {
  const { live, triggerExecutionId, tenantKey } = held;
  const { namespace, id: flowId } = live.flow.flow;
  const files = deps.files.open(tenantKey);

  const readable = (uri: string): string => {
    const path = pathOfUri(uri);
    const isAllowed =
      path !== undefined &&
      (isOfExecution(path, live.id) ||
        (triggerExecutionId !== null && isOfExecution(path, triggerExecutionId)) ||
        isNamespaceFile(path, namespace));
    if (!isAllowed)
      throw new TaskError(`Unable to read the file '${uri}' as it didn't belong to the current execution`);
    return path;
  };

  return {
    async put(name, content) {
      const taskId = live.open.get(ord)?.task.id ?? 'execution';
      const place = { namespace, flowId, executionId: live.id };
      const path = `${taskRunDirectory(place, taskId, taskRunId(live.id, ord))}/${safeName(name)}`;
      await files.put(path, 'localPath' in content ? readLocal(content.localPath) : content);
      return uriOfPath(path);
    },
    async *read(uri) {
      yield* files.read(readable(uri));
    },
    async sizeBytes(uri) {
      const info = await files.find(readable(uri));
      if (info === undefined) throw new TaskError(`File '${uri}' does not exist`);
      return info.sizeBytes;
    },
    async exists(uri) {
      return (await files.find(readable(uri))) !== undefined;
    },
    async delete(uri) {
      const path = readable(uri);
      if (!isOfExecution(path, live.id)) throw new TaskError(`File '${uri}' belongs to another execution and is kept`);
      return files.delete(path);
    },
  };
}

/** A script could have put a link in the place of its file: it is not followed. */
async function* readLocal(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  yield* file.createReadStream();
}

/** Names may hold directories; characters that stores or shells trip over are replaced. */
function safeName(name: string): string {
  return name
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map((segment) => segment.replace(/[\u0000-\u001f\u007f\\]/g, '_'))
    .join('/');
}
