import { defineTask, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { placeOf, stateProperties } from './state-properties.ts';

export const stateDelete = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.state.Delete',
  title: 'Forget a state',
  description: 'Deletes a state that was remembered with `state.Set`. New flows use `kv.Delete`.',
  deprecated: true,
  properties: z.object({
    ...stateProperties,
    errorOnMissing: z.boolean().default(false).describe('Whether a missing state fails the task.'),
  }),
  outputs: z.object({ deleted: z.boolean().describe('Whether there was one.') }),
  async run({ properties, services, taskRun }) {
    const deleted = (await services.call('state.delete', placeOf(properties, taskRun))) as boolean;
    if (!deleted && properties.errorOnMissing) throw new TaskError(`State '${properties.name}' does not exist`);
    return { outputs: { deleted } };
  },
});
