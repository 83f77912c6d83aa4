import { defineTask, isTruthyText, TaskError, textOf, type JsonObject } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { toBytes } from './pieces.ts';
import { rowsOf, type FileRow } from './rows.ts';

export const filterItems = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.FilterItems',
  title: 'Filter rows',
  description: 'Keeps the rows that match a condition, or those that do not.',
  properties: z.object({
    from: z.string().describe('Address of a file with one Ion or JSON row a line.'),
    filterCondition: z
      .string()
      .describe('Condition on a row, whose fields are variables. Example: `{{ price > 10 }}`.'),
    filterType: z.enum(['INCLUDE', 'EXCLUDE']).default('INCLUDE').describe('Whether matching rows stay or go.'),
    errorOrNullBehavior: z
      .enum(['FAIL', 'INCLUDE', 'EXCLUDE'])
      .default('FAIL')
      .describe('What to do with a row on which the condition cannot be evaluated or is null.'),
  }),
  verbatim: ['filterCondition'],
  outputs: z.object({
    uri: z.string().describe('Address of the new file.'),
    processedItemsTotal: z.number().describe('Rows read.'),
    droppedItemsTotal: z.number().describe('Rows left out.'),
  }),
  async run({ properties, files, render }) {
    const { from, filterCondition, filterType, errorOrNullBehavior } = properties;
    const stays = async (row: FileRow): Promise<boolean> => {
      const matches = await evaluate(() => render(filterCondition, row.fields));
      if ('error' in matches && errorOrNullBehavior === 'FAIL') {
        throw new TaskError(`The condition '${filterCondition.trim()}' cannot be evaluated on the row ${row.text}`, {
          cause: matches.error,
        });
      }
      if ('error' in matches) return errorOrNullBehavior === 'INCLUDE';
      return matches.value === (filterType === 'INCLUDE');
    };
    let processed = 0;
    let kept = 0;
    async function* staying(): AsyncIterable<string> {
      for await (const row of rowsOf(files.read(from))) {
        processed += 1;
        if (!(await stays(row))) continue;
        kept += 1;
        yield `${row.text}\n`;
      }
    }
    const uri = await files.put('filtered.ion', toBytes(staying()));
    return { outputs: { uri, processedItemsTotal: processed, droppedItemsTotal: processed - kept } };
  },
});

async function evaluate(
  render: () => Promise<unknown>,
): Promise<{ readonly value: boolean } | { readonly error: unknown }> {
  try {
    const text = textOf((await render()) as JsonObject[string] | undefined).trim();
    return text === '' ? { error: new Error('The condition is null') } : { value: isTruthyText(text) };
  } catch (error) {
    return { error };
  }
}
