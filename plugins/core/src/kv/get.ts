import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { namespaceProperty } from './namespace-property.ts';

export const kvGet = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.kv.Get',
  title: 'Get a key/value pair',
  description: 'Reads a value; without a namespace those above the flow are searched, too.',
  properties: z.object({
    key: z.string().describe('The key to read.'),
    namespace: namespaceProperty,
    errorOnMissing: z.boolean().default(false).describe('Whether a missing key fails the task.'),
  }),
  outputs: z.object({ value: z.unknown().optional().describe('The value; absent when there is none.') }),
  async run({ properties: { key, namespace, errorOnMissing }, services }) {
    const value = await services.call('kv.get', { key, namespace, errorOnMissing });
    return { outputs: value === null ? {} : { value } };
  },
});
