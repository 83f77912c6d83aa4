import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { listProperty } from '../list-property.ts';
import { matchingFiles } from './matching-files.ts';

export const deleteFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.namespace.DeleteFiles',
  title: 'Delete files of a namespace',
  description: 'Deletes the files of a namespace that match.',
  properties: z.object({
    namespace: z.string().describe("A namespace of the same tenant that allows the flow's."),
    files: listProperty().describe('A glob or several. Example: `tmp/**`.'),
    deleteParentFolder: z.boolean().default(false).describe('Whether directories that are left empty go, too.'),
  }),
  outputs: z.object({ files: z.record(z.string(), z.boolean()).describe('Path → whether it was deleted.') }),
  async run(context) {
    const { namespace, files: patterns, deleteParentFolder } = context.properties;
    const deleted: Record<string, boolean> = {};
    for (const path of await matchingFiles(context, namespace, patterns)) {
      deleted[path] = (await context.services.call('namespaceFiles.delete', { namespace, path })) as boolean;
    }
    if (deleteParentFolder) await deleteEmptied(context, namespace, Object.keys(deleted));
    return { outputs: { files: deleted } };
  },
});

async function deleteEmptied(
  context: Parameters<typeof matchingFiles>[0],
  namespace: string,
  paths: readonly string[],
): Promise<void> {
  const left = await matchingFiles(context, namespace, ['**']);
  for (const folder of new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))) {
    if (folder === '' || left.some((path) => path.startsWith(`${folder}/`))) continue;
    await context.services.call('namespaceFiles.delete', { namespace, path: folder });
  }
}
