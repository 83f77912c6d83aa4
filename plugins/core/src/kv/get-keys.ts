import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { namespaceProperty } from './namespace-property.ts';

export const kvGetKeys = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.kv.GetKeys',
  title: 'List keys',
  description: 'Lists the keys of a namespace that begin with a text.',
  properties: z.object({
    prefix: z.string().optional().describe('What the keys begin with. Default: all keys.'),
    namespace: namespaceProperty,
  }),
  outputs: z.object({ keys: z.array(z.string()).describe('Keys in order.') }),
  async run({ properties: { prefix, namespace }, services }) {
    return { outputs: { keys: (await services.call('kv.keys', { prefix, namespace })) as string[] } };
  },
});
