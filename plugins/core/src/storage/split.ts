import { defineTask, parseSize, patternProperty, sizeProperty, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { splitFile } from './split-file.ts';

export const split = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.Split',
  title: 'Split a file',
  description: 'Writes the pieces of a file (lines, unless `separator` says otherwise) into several files.',
  properties: z.object({
    from: z.string().describe('Address of the file.'),
    rows: z.coerce.number().int().min(1).optional().describe('Pieces in each file.'),
    partitions: z.coerce.number().int().min(1).optional().describe('Number of files, filled in turn.'),
    bytes: sizeProperty().optional().describe('Largest size of a file. Example: `10MB`.'),
    regexPattern: patternProperty()
      .optional()
      .describe('Pieces with the same first group go into the same file; others are left out.'),
    separator: z.string().default('\n').describe('What ends a piece.'),
  }),
  outputs: z.object({ uris: z.array(z.string()).describe('Addresses of the files, in order.') }),
  async run({ properties, files }) {
    const { from, rows, partitions, bytes, regexPattern, separator } = properties;
    const asked = [rows, partitions, bytes, regexPattern].filter((value) => value !== undefined);
    if (asked.length !== 1) throw new TaskError("Set exactly one of 'rows', 'partitions', 'bytes' and 'regexPattern'");
    const parts = await splitFile(files.read(from), {
      separator,
      rows,
      partitions,
      sizeBytes: bytes === undefined ? undefined : parseSize(bytes),
      pattern: regexPattern,
    });
    const extension = /\.[a-zA-Z0-9]{1,8}$/.exec(from)?.[0] ?? '.tmp';
    const uris: string[] = [];
    for (const [index, part] of parts.entries()) {
      uris.push(await files.put(`split-${index + 1}${extension}`, Buffer.from(part)));
    }
    return { outputs: { uris } };
  },
});
