import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const returnTask = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.debug.Return',
  title: 'Return a value',
  description: 'Renders a text and gives it as an output: to try out expressions, or to name a value for later tasks.',
  properties: z.object({
    format: z.string().optional().describe('The text to render. Example: `{{ inputs.name | upper }}`.'),
  }),
  outputs: z.object({ value: z.string().optional().describe('The rendered text.') }),
  examples: [
    {
      title: 'Compose a text',
      code: 'id: greeting\ntype: io.kestra.plugin.core.debug.Return\nformat: "Hello {{ inputs.name }}"\n',
    },
  ],
  run({ properties: { format }, metric }) {
    const startedAt = performance.now();
    const outputs = format === undefined ? {} : { value: format };
    metric({ name: 'length', type: 'counter', value: format?.length ?? 0 });
    metric({ name: 'duration', type: 'timer', value: performance.now() - startedAt });
    return { outputs };
  },
});
