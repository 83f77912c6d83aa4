import { defineTask, mapProperty } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const outputValues = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.output.OutputValues',
  title: 'Give values as outputs',
  description: 'Renders a map of values and gives them as `outputs.<id>.values`.',
  properties: z.object({ values: mapProperty().describe('Values by name.') }),
  outputs: z.object({ values: mapProperty().describe('The rendered values.') }),
  examples: [
    {
      title: 'Two values',
      code: 'id: result\ntype: io.kestra.plugin.core.output.OutputValues\nvalues:\n  day: "{{ now() | date(\'yyyy-MM-dd\') }}"\n  user: "{{ inputs.user }}"\n',
    },
  ],
  run: ({ properties: { values } }) => ({ outputs: { values } }),
});
