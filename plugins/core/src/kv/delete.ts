import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { namespaceProperty } from './namespace-property.ts';

export const kvDelete = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.kv.Delete',
  title: 'Delete a key/value pair',
  description: 'Deletes a value of a namespace.',
  properties: z.object({
    key: z.string().describe('The key to delete.'),
    namespace: namespaceProperty,
    errorOnMissing: z.boolean().default(false).describe('Whether a missing key fails the task.'),
  }),
  outputs: z.object({ deleted: z.boolean().describe('Whether there was a value.') }),
  async run({ properties: { key, namespace, errorOnMissing }, services }) {
    return { outputs: { deleted: (await services.call('kv.delete', { key, namespace, errorOnMissing })) as boolean } };
  },
});
