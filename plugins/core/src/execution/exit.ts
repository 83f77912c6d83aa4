import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const exit = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.execution.Exit',
  title: 'End the execution',
  description: 'Ends the execution in a given state without running what is left; `finally` tasks still run.',
  properties: z.object({
    state: z
      .enum(['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'CANCELED', 'CANCELLED'])
      .default('SUCCESS')
      .describe('The state to end in. Default `SUCCESS`.'),
  }),
  run: ({ properties: { state } }) => ({ update: { exit: state === 'CANCELED' ? 'CANCELLED' : state } }),
});
