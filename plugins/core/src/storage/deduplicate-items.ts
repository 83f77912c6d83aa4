import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { toBytes } from './pieces.ts';
import { rowsOf } from './rows.ts';

export const deduplicateItems = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.DeduplicateItems',
  title: 'Leave out repeated rows',
  description: 'Keeps the last row of each key, in the order of those last rows.',
  properties: z.object({
    from: z.string().describe('Address of a file with one Ion or JSON row a line.'),
    expr: z.string().describe('Gives the key of a row, whose fields are variables. Example: `{{ id }}`.'),
  }),
  verbatim: ['expr'],
  outputs: z.object({
    uri: z.string().describe('Address of the new file.'),
    numKeys: z.number().describe('Number of different keys.'),
    processedItemsTotal: z.number().describe('Rows read.'),
    droppedItemsTotal: z.number().describe('Rows left out.'),
  }),
  async run({ properties: { from, expr }, files, render }) {
    const last = new Map<string, string>();
    let processed = 0;
    for await (const { text, fields } of rowsOf(files.read(from))) {
      processed += 1;
      const key = String(await render(expr, fields));
      last.delete(key); // inserted anew: the order is that of the last rows
      last.set(key, text);
    }
    const uri = await files.put('deduplicated.ion', toBytes([...last.values()].map((text) => `${text}\n`)));
    return {
      outputs: { uri, numKeys: last.size, processedItemsTotal: processed, droppedItemsTotal: processed - last.size },
    };
  },
});
