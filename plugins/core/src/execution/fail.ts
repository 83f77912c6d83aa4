import { defineTask, isTruthyText, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const fail = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.execution.Fail',
  title: 'Fail on purpose',
  description: 'Fails always, or only if a condition is true.',
  properties: z.object({
    condition: z
      .string()
      .optional()
      .describe('Fails only when this is true. Example: `{{ outputs.check.code != 200 }}`.'),
    errorMessage: z.string().default('Task failure').describe('What the log says.'),
  }),
  examples: [
    {
      title: 'Fail when nothing was found',
      code: 'id: guard\ntype: io.kestra.plugin.core.execution.Fail\ncondition: "{{ outputs.search.size == 0 }}"\nerrorMessage: Nothing was found\n',
    },
  ],
  run({ properties: { condition, errorMessage } }) {
    if (condition === undefined || isTruthyText(condition)) throw new TaskError(errorMessage);
    return {};
  },
});
