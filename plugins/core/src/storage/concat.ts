import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { listProperty } from '../list-property.ts';

export const concat = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.Concat',
  title: 'Join files',
  description: 'Writes files one after the other into a new one.',
  properties: z.object({
    files: listProperty().describe('Addresses of the files, in order; one address, or a list as JSON text, will do.'),
    separator: z.string().optional().describe('Text after each file, the last one too.'),
    extension: z.string().default('.tmp').describe('Ending of the new file. Example: `.csv`.'),
  }),
  outputs: z.object({ uri: z.string().describe('Address of the new file.') }),
  async run({ properties: { files: sources, separator, extension }, files }) {
    async function* joined(): AsyncIterable<Uint8Array> {
      for (const uri of sources) {
        yield* files.read(uri);
        if (separator !== undefined) yield Buffer.from(separator);
      }
    }
    return { outputs: { uri: await files.put(`concat${extension}`, joined()) } };
  },
});
