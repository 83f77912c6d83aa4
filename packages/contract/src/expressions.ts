import { z } from 'zod';
import { permission } from './permission.ts';
import { defineRoute } from './route.ts';

export const expressionRoutes = {
  render: defineRoute({
    tag: 'Expressions',
    level: 'tenant',
    operationId: 'renderExpressions',
    summary:
      'Expressions as they are shown beside a flow or an execution; what is not known, or secret, stays as it is',
    method: 'POST',
    path: '/expressions/render',
    access: permission('FLOW:VIEW'),
    body: {
      kind: 'json',
      schema: z.object({
        expressions: z.array(z.string()).min(1).max(500),
        executionId: z.string().nullish(),
        namespace: z.string().nullish(),
        flowId: z.string().nullish(),
        flow: z.string().nullish(),
      }),
    },
    reply: { status: 200, kind: 'json', schema: z.object({ rendered: z.record(z.string(), z.string()) }) },
    safe: true,
  }),
};
