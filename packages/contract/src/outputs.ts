import { z } from 'zod';
import { needs, ofTaskRun } from './executions/execution-route.ts';
import { ofExecution } from './path-parameters.ts';
import { defineRoute } from './route.ts';

const base = { tag: 'Outputs', level: 'tenant', access: needs('ACCESS_OUTPUTS') } as const;

export const outputRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'getTaskOutputsInformation',
    summary: 'Which task runs of an execution have outputs',
    method: 'GET',
    path: '/outputs/{executionId}',
    ...ofExecution,
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(
        z.object({
          taskRunId: z.string(),
          taskId: z.string(),
          value: z.string().optional(),
          iteration: z.number().optional(),
        }),
      ),
    },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getTaskRunOutputs',
    summary: 'Outputs of a task run',
    method: 'GET',
    path: '/outputs/{executionId}/{taskRunId}',
    ...ofTaskRun,
    reply: { status: 200, kind: 'json', schema: z.record(z.string(), z.unknown()) },
  }),
};
