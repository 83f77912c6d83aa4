import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const purgeCurrentExecutionFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles',
  title: 'Delete the files of this execution',
  description: 'Deletes all files that the execution has in internal storage: inputs, and outputs of its tasks so far.',
  properties: z.object({}),
  outputs: z.object({ uris: z.array(z.string()).describe('Addresses of the deleted files.') }),
  async run({ services }) {
    return { outputs: { uris: (await services.call('executions.purgeFiles', {})) as string[] } };
  },
});
