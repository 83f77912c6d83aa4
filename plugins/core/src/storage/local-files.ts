import { defineTask, storeOutputFiles, toFilesMap, writeInputFiles } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const localFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.LocalFiles',
  title: 'Put files into a working directory, or keep some of it',
  description:
    'Within a WorkingDirectory: writes files for the tasks that follow, stores files that earlier ones left. New flows use its `inputFiles` and `outputFiles`.',
  deprecated: true,
  properties: z.object({
    inputs: z
      .unknown()
      .optional()
      .describe('Files to write: a map of names to text or storage URIs, or its JSON text.'),
    outputs: z
      .array(z.string())
      .default([])
      .describe('Globs of files to keep, relative to the directory: `["out/**"]`.'),
  }),
  outputs: z.object({ uris: z.record(z.string(), z.string()).describe('Path → address of each file that was kept.') }),
  async run({ properties: { inputs, outputs }, files, workingDirectory }) {
    const directory = await workingDirectory();
    await writeInputFiles(toFilesMap(inputs), directory, files);
    return { outputs: { uris: await storeOutputFiles(outputs, directory, files) } };
  },
});
