import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const write = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.Write',
  title: 'Write a file',
  description: 'Writes a text into a new file.',
  properties: z.object({
    content: z.string().describe('The text.'),
    extension: z.string().default('.tmp').describe('Ending of the file. Example: `.json`.'),
  }),
  outputs: z.object({ uri: z.string().describe('Address of the file.') }),
  async run({ properties: { content, extension }, files }) {
    const ending = extension.startsWith('.') ? extension : `.${extension}`;
    return { outputs: { uri: await files.put(`content${ending}`, Buffer.from(content)) } };
  },
});
