import { defineTask, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const unsetVariables = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.execution.UnsetVariables',
  title: 'Remove variables of the execution',
  description: 'Removes variables that SetVariables has set, or the flow.',
  properties: z.object({
    variables: z.array(z.string()).describe('Names of the variables.'),
    ignoreMissing: z
      .boolean()
      .default(false)
      .describe('Whether a name that does not exist is passed over; if not, the task fails.'),
  }),
  run({ properties: { variables, ignoreMissing }, execution }) {
    const missing = variables.filter((name) => !Object.hasOwn(execution.variables, name));
    if (!ignoreMissing && missing.length > 0)
      throw new TaskError(`The variables '${missing.join("', '")}' do not exist`);
    return { update: { unsetVariables: variables } };
  },
});
