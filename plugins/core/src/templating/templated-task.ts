import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const templatedTask = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.templating.TemplatedTask',
  title: 'Run a task that a template makes',
  description:
    'Renders a text into the YAML of a task and runs that task in place of this one: when even the type or the list of properties depends on variables. Its outputs are those of the inner task.',
  properties: z.object({
    spec: z.string().describe('YAML of one task that is no flowable: `id`, `type` and its properties.'),
  }),
  outputs: z.unknown(),
  examples: [
    {
      title: 'Take the level of a log line from an input',
      code: 'id: say\ntype: io.kestra.plugin.core.templating.TemplatedTask\nspec: |\n  id: inner\n  type: io.kestra.plugin.core.log.Log\n  level: {{ inputs.level }}\n  message: Hello\n',
    },
  ],
  run: ({ properties: { spec }, runTask }) => runTask(spec),
});
