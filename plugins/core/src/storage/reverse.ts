import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { piecesOf, toBytes } from './pieces.ts';

export const reverse = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.Reverse',
  title: 'Reverse a file',
  description:
    'Writes the pieces of a file (lines, unless `separator` says otherwise) in reverse order into a new one.',
  properties: z.object({
    from: z.string().describe('Address of the file.'),
    separator: z.string().default('\n').describe('What ends a piece.'),
    charset: z.string().default('UTF-8').describe('Encoding of the file.'),
  }),
  outputs: z.object({ uri: z.string().describe('Address of the new file.') }),
  async run({ properties: { from, separator, charset }, files }) {
    const pieces = await Array.fromAsync(piecesOf(files.read(from), separator, charset));
    const extension = /\.[a-zA-Z0-9]{1,8}$/.exec(from)?.[0] ?? '.tmp';
    const reversed = pieces.reverse().map((piece) => piece + separator);
    return { outputs: { uri: await files.put(`reversed${extension}`, toBytes(reversed)) } };
  },
});
