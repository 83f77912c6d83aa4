import { basename } from 'node:path';
import { defineTask, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { joinPath } from './join-path.ts';

export const uploadFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.namespace.UploadFiles',
  title: 'Upload files to a namespace',
  description: 'Puts files of the execution into the files of a namespace.',
  properties: z.object({
    namespace: z.string().describe("A namespace of the same tenant that allows the flow's."),
    files: z
      .union([z.array(z.string()), z.string()])
      .optional()
      .describe('Addresses (`kestra:///…`) of files; each keeps its name.'),
    filesMap: z
      .record(z.string(), z.string())
      .optional()
      .describe('Path in the namespace → address of the file (`kestra:///…`).'),
    destination: z.string().default('/').describe('Directory in the namespace that the paths are relative to.'),
    conflict: z
      .enum(['OVERWRITE', 'ERROR', 'SKIP'])
      .default('OVERWRITE')
      .describe('What to do with a file that is there.'),
  }),
  outputs: z.object({ files: z.record(z.string(), z.string()).describe('Path → address of each uploaded file.') }),
  async run({ properties, services, files }) {
    const { namespace, destination, conflict } = properties;
    const list = typeof properties.files === 'string' ? [properties.files] : (properties.files ?? []);
    const sources = [...list.map((uri) => [basename(uri), uri] as const), ...Object.entries(properties.filesMap ?? {})];
    const uploaded: Record<string, string> = {};
    for (const [name, uri] of sources) {
      const path = joinPath(destination, name);
      const isThere =
        conflict !== 'OVERWRITE' && (await services.call('namespaceFiles.find', { namespace, path })) !== undefined;
      if (isThere && conflict === 'ERROR') throw new TaskError(`File '${path}' exists in namespace '${namespace}'`);
      if (isThere) continue;
      await services.call('namespaceFiles.put', { namespace, path, content: files.read(uri) });
      uploaded[path] = `kestra:///${namespace.replaceAll('.', '/')}/_files${path}`;
    }
    return { outputs: { files: uploaded } };
  },
});
