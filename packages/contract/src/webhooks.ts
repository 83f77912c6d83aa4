import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { oneOrMany } from './query-values.ts';
import { defineRoute } from './route.ts';

const base = {
  tag: 'Executions',
  level: 'tenant',
  access: { kind: 'public' },
  query: z.record(z.string(), oneOrMany),
  body: { kind: 'any', schema: z.unknown(), optional: true },
  reply: { status: 200, kind: 'json', schema: z.unknown() },
} as const;
const kinds = { namespace: 'namespace', id: 'flowId', key: 'webhookKey' } as const;
const short = {
  ...base,
  ...pathParameters(kinds),
  summary: 'Start an execution by its webhook',
  path: '/executions/webhook/{namespace}/{id}/{key}',
} as const;
const longer = {
  ...base,
  ...pathParameters({ ...kinds, path: 'word' }),
  summary: 'Start an execution by its webhook, with a path for the flow',
  path: `${short.path}/{path}`,
  rest: 'path',
} as const;

/** The key in the path is what authorises a call; the answer to a wrong one is that of a flow that does not exist. */
export const webhookRoutes = {
  get: defineRoute({ ...short, operationId: 'triggerExecutionByGetWebhook', method: 'GET', safe: false }),
  post: defineRoute({ ...short, operationId: 'triggerExecutionByPostWebhook', method: 'POST' }),
  put: defineRoute({ ...short, operationId: 'triggerExecutionByPutWebhook', method: 'PUT' }),
  getWithPath: defineRoute({
    ...longer,
    operationId: 'triggerExecutionByGetWebhookWithPath',
    method: 'GET',
    safe: false,
  }),
  postWithPath: defineRoute({ ...longer, operationId: 'triggerExecutionByPostWebhookWithPath', method: 'POST' }),
  putWithPath: defineRoute({ ...longer, operationId: 'triggerExecutionByPutWebhookWithPath', method: 'PUT' }),
};
