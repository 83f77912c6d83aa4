/** Functions of templates with effects outside, bound to one execution. */
import type { ContextFunction } from '@windhover/expressions';
import type { Held } from './held.ts';
import { taskFilesOf } from './task-files.ts';
import { ownerOf } from './task-owner.ts';
import type { Tools } from './tools.ts';

export function contextFunctions(held: Held, ord: number, tools: Tools): Readonly<Record<string, ContextFunction>> {
  const given = tools.deps.taskServices.functions(ownerOf(held, tools.deps));
  const files = taskFilesOf(held, ord, tools, 'related');
  /** Internal storage is ours; other paths are namespace files, which composition knows. */
  const ofFile =
    (name: string, ofUri: (uri: string) => Promise<unknown>): ContextFunction =>
    (args, call) => {
      const path = String(args['path']);
      if (path.startsWith('kestra://')) return ofUri(path);
      const other = given[name];
      if (other === undefined) throw new Error(`'${path}' is not a file of internal storage (kestra:///…)`);
      return other(args, call);
    };
  return {
    ...given,
    read: ofFile('read', async (uri) => Buffer.concat(await Array.fromAsync(files.read(uri))).toString('utf8')),
    fileSize: ofFile('fileSize', (uri) => files.sizeBytes(uri)),
    isFileEmpty: ofFile('isFileEmpty', async (uri) => (await files.sizeBytes(uri)) === 0),
    fileExists: ofFile('fileExists', (uri) => files.exists(uri)),
    errorLogs: () => errorLogs(held, tools),
  };
}

/** As the API shows them: attempts count from 0. */
async function errorLogs({ tenantKey, executionId }: Held, { deps }: Tools): Promise<readonly object[]> {
  const entries = await deps.store.scope(tenantKey).logs.ofExecution(executionId, { minLevel: 'ERROR' });
  return entries.map(({ at, attemptNumber, ...entry }) => ({
    ...entry,
    ...(attemptNumber !== undefined && { attemptNumber: attemptNumber - 1 }),
    timestamp: new Date(at).toISOString(),
  }));
}
