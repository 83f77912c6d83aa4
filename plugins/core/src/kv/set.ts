import { defineTask, durationProperty } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { namespaceProperty } from './namespace-property.ts';

export const kvSet = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.kv.Set',
  title: 'Set a key/value pair',
  description: 'Stores a typed value under a key of a namespace, for later executions and other flows.',
  properties: z.object({
    key: z.string().describe('Letters, digits, `.`, `_` and `-`; begins with a letter or digit.'),
    value: z.unknown().describe('Any value; typed by what it is unless `kvType` says otherwise.'),
    namespace: namespaceProperty,
    overwrite: z.boolean().default(true).describe('Whether an existing value is replaced; false fails on one.'),
    ttl: durationProperty().optional().describe('How long the value lives. Example: `P1D`. Default: for ever.'),
    kvType: z
      .enum(['STRING', 'NUMBER', 'BOOLEAN', 'DATETIME', 'DATE', 'DURATION', 'JSON'])
      .optional()
      .describe('Type that the value is brought to.'),
    kvDescription: z.string().optional().describe('What the value is for.'),
  }),
  typed: ['value'],
  examples: [
    {
      title: 'Remember a date',
      code: 'id: remember\ntype: io.kestra.plugin.core.kv.Set\nkey: last_run\nvalue: "{{ now() }}"\n',
    },
  ],
  async run({ properties, services }) {
    const { key, value, namespace, overwrite, ttl, kvType, kvDescription } = properties;
    await services.call('kv.set', { key, value, namespace, overwrite, ttl, type: kvType, description: kvDescription });
    return {};
  },
});
