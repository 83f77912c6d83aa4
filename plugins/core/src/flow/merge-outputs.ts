import { defineTask, type JsonObject } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { toBytes } from '../storage/pieces.ts';
import { toRow } from '../storage/rows.ts';

/** The hidden last step of ForEachItem: the outputs of the subflows as one file, a row each, in the order of the batches. */
export const mergeOutputs = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.flow.ForEachItem$ForEachItemMergeOutputs',
  title: 'Merge the outputs of a ForEachItem',
  description: 'Part of ForEachItem.',
  properties: z.object({ itemsTaskId: z.string() }),
  outputs: z.object({ subflowOutputs: z.string().optional() }),
  async run({ properties: { itemsTaskId }, files, services, taskRun }) {
    const outputs = (await services.call('executions.childOutputs', {
      executionId: taskRun.executionId,
      taskRunId: taskRun.id,
      siblingTaskId: itemsTaskId,
    })) as readonly JsonObject[];
    if (outputs.length === 0) return {};
    return {
      outputs: { subflowOutputs: await files.put('outputs.ion', toBytes(outputs.map((row) => `${toRow(row)}\n`))) },
    };
  },
});
