import { defineTask, parseSize, patternProperty, sizeProperty } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { splitFile } from '../storage/split-file.ts';

const batchSchema = z.object({
  rows: z.coerce.number().int().min(1).optional(),
  partitions: z.coerce.number().int().min(1).optional(),
  bytes: sizeProperty().optional(),
  regexPattern: patternProperty().optional(),
  separator: z.string().default('\n'),
});

/** The hidden first step of ForEachItem: writes the batches, and a file that lists their addresses. */
export const splitItems = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.flow.ForEachItem$ForEachItemSplit',
  title: 'Split the items of a ForEachItem',
  description: 'Part of ForEachItem.',
  properties: z.object({
    items: z
      .string()
      .refine((uri) => uri.startsWith('kestra://'), { error: 'must be the address of a file (kestra:///…)' }),
    batch: batchSchema.prefault({}),
  }),
  outputs: z.object({ splits: z.string() }),
  async run({ properties: { items, batch }, files }) {
    const { rows, partitions, bytes, regexPattern, separator } = batch;
    const isAsked = [rows, partitions, bytes, regexPattern].some((value) => value !== undefined);
    const parts = await splitFile(files.read(items), {
      separator,
      rows: isAsked ? rows : 1,
      partitions,
      sizeBytes: bytes === undefined ? undefined : parseSize(bytes),
      pattern: regexPattern,
    });
    const uris: string[] = [];
    for (const [index, part] of parts.entries())
      uris.push(await files.put(`batch-${index + 1}.ion`, Buffer.from(part)));
    return { outputs: { splits: await files.put('splits.txt', Buffer.from(uris.map((uri) => `${uri}\n`).join(''))) } };
  },
});
