import { defineTask, mapProperty } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { placeOf, stateProperties } from './state-properties.ts';

export const stateSet = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.state.Set',
  title: 'Remember a state',
  description: 'Merges a map into a state that later executions of the flow can read. New flows use `kv.Set`.',
  deprecated: true,
  properties: z.object({
    ...stateProperties,
    data: mapProperty().optional().describe('What is merged into the state.'),
  }),
  outputs: z.object({
    count: z.number().describe('Number of keys of the state.'),
    key: z.string().describe('Where the state is kept.'),
  }),
  async run({ properties, services, taskRun }) {
    const { key, data } = (await services.call('state.set', {
      ...placeOf(properties, taskRun),
      data: properties.data ?? {},
    })) as { key: string; data: object };
    return { outputs: { count: Object.keys(data).length, key } };
  },
});
