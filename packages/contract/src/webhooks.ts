import { z } from 'zod';
import { defineRoute } from './route.ts';

const call = z.object({ namespace: z.string(), id: z.string(), key: z.string() });
const base = {
  tag: 'Executions',
  level: 'tenant',
  access: { kind: 'public' },
  parameterKinds: { namespace: 'namespace', id: 'flowId', key: 'word', path: 'word' },
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  body: { kind: 'any', schema: z.unknown(), optional: true },
  reply: { status: 200, kind: 'json', schema: z.unknown() },
} as const;
const path = '/executions/webhook/{namespace}/{id}/{key}';
const longer = call.extend({ path: z.string() });

/** The key in the path is what authorises a call; the answer to a wrong one is that of a flow that does not exist. */
export const webhookRoutes = {
  get: defineRoute({
    ...base,
    operationId: 'triggerExecutionByGetWebhook',
    summary: 'Start an execution by its webhook',
    method: 'GET',
    path,
    params: call,
    safe: false,
  }),
  post: defineRoute({
    ...base,
    operationId: 'triggerExecutionByPostWebhook',
    summary: 'Start an execution by its webhook',
    method: 'POST',
    path,
    params: call,
  }),
  put: defineRoute({
    ...base,
    operationId: 'triggerExecutionByPutWebhook',
    summary: 'Start an execution by its webhook',
    method: 'PUT',
    path,
    params: call,
  }),
  getWithPath: defineRoute({
    ...base,
    operationId: 'triggerExecutionByGetWebhookWithPath',
    summary: 'Start an execution by its webhook, with a path for the flow',
    method: 'GET',
    path: `${path}/{path}`,
    params: longer,
    safe: false,
  }),
  postWithPath: defineRoute({
    ...base,
    operationId: 'triggerExecutionByPostWebhookWithPath',
    summary: 'Start an execution by its webhook, with a path for the flow',
    method: 'POST',
    path: `${path}/{path}`,
    params: longer,
  }),
  putWithPath: defineRoute({
    ...base,
    operationId: 'triggerExecutionByPutWebhookWithPath',
    summary: 'Start an execution by its webhook, with a path for the flow',
    method: 'PUT',
    path: `${path}/{path}`,
    params: longer,
  }),
};
