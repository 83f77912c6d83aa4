import { defineTask, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { placeOf, stateProperties } from './state-properties.ts';

export const stateGet = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.state.Get',
  title: 'Read a state',
  description: 'Reads a state that was remembered with `state.Set`. New flows use `kv.Get`.',
  deprecated: true,
  properties: z.object({
    ...stateProperties,
    errorOnMissing: z.boolean().default(false).describe('Whether a missing state fails the task.'),
  }),
  outputs: z.object({
    count: z.number().describe('Number of keys; 0 when there is no state.'),
    data: z.record(z.string(), z.unknown()).describe('The state.'),
  }),
  async run({ properties, services, taskRun }) {
    const data = (await services.call('state.get', placeOf(properties, taskRun))) as
      | Record<string, unknown>
      | undefined;
    if (data === undefined && properties.errorOnMissing)
      throw new TaskError(`State '${properties.name}' does not exist`);
    return { outputs: { count: Object.keys(data ?? {}).length, data: data ?? {} } };
  },
});
