import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { listProperty } from '../list-property.ts';
import { joinPath } from './join-path.ts';
import { matchingFiles } from './matching-files.ts';

export const downloadFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.namespace.DownloadFiles',
  title: 'Download files of a namespace',
  description: 'Copies files of a namespace into the execution.',
  properties: z.object({
    namespace: z.string().describe("A namespace of the same tenant that allows the flow's."),
    files: listProperty().describe('A glob or several. Example: `**.sql`.'),
    destination: z.string().default('').describe('Directory that the paths in the outputs begin with.'),
  }),
  outputs: z.object({ files: z.record(z.string(), z.string()).describe('Path → address of each file.') }),
  async run(context) {
    const { namespace, files: patterns, destination } = context.properties;
    const downloaded: Record<string, string> = {};
    for (const path of await matchingFiles(context, namespace, patterns)) {
      const content = (await context.services.call('namespaceFiles.read', {
        namespace,
        path,
      })) as AsyncIterable<Uint8Array>;
      downloaded[destination === '' ? path : joinPath(destination, path)] = await context.files.put(
        path.slice(1),
        content,
      );
    }
    return { outputs: { files: downloaded } };
  },
});
