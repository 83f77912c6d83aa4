import { defineTask, mapProperty } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const resume = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.execution.Resume',
  title: 'Resume an execution',
  description:
    'Goes on with a paused execution. Fails when it is not paused, or when the inputs are not what it asks for.',
  properties: z.object({
    executionId: z
      .string()
      .optional()
      .describe("Execution of a namespace of the same tenant that allows the flow's. Default: this execution."),
    namespace: z.string().optional().describe('Namespace that the execution must be of.'),
    flowId: z.string().optional().describe('Flow that the execution must be of.'),
    inputs: mapProperty().optional().describe('Answers to what the Pause asks (`onResume`).'),
  }),
  async run({ properties, services, taskRun }) {
    await services.call('executions.resume', {
      ...properties,
      executionId: properties.executionId ?? taskRun.executionId,
    });
    return {};
  },
});
