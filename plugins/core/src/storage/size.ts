import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const size = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.Size',
  title: 'Size of a file',
  description: 'Gives the size of a file in bytes.',
  properties: z.object({ uri: z.string().describe('Address of the file.') }),
  outputs: z.object({ size: z.number().describe('Bytes.') }),
  async run({ properties: { uri }, files }) {
    return { outputs: { size: await files.sizeBytes(uri) } };
  },
});
