import { defineTask, labelsProperty, labelProblem, TaskError, toLabels, type Label } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const labels = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.execution.Labels',
  title: 'Set labels of the execution',
  description: 'Adds labels to the running execution; a label that exists gets the new value.',
  properties: z.object({
    labels: labelsProperty().describe('A map, a list of `{key, value}`, or text that renders to one of them as JSON.'),
  }),
  examples: [
    {
      title: 'Label the execution by an input',
      code: 'id: label\ntype: io.kestra.plugin.core.execution.Labels\nlabels:\n  customer: "{{ inputs.customer }}"\n',
    },
  ],
  run({ properties, log }) {
    const given = toLabels(properties.labels);
    const problem = labelProblem(given);
    if (problem !== undefined) throw new TaskError(problem);
    const isEmpty = ({ key, value }: Label): boolean => key === '' || value === '';
    for (const { key } of given.filter(isEmpty)) log('WARN', `The label '${key}' is empty and left out`);
    return { update: { labels: given.filter((label) => !isEmpty(label)) } };
  },
});
