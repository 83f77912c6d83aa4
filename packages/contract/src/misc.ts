import { z } from 'zod';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';

const tag = 'Misc';
const names = z.array(z.string());
const count = z.object({ count: z.number() });

export const usageSchema = z.object({
  flows: z.object({ count: z.number(), namespacesCount: z.number() }),
  executions: count,
  groups: count,
  users: count,
  roles: count,
});

/** `id` names the quota in its tenant; `start` is when the window began. */
const quotaUse = z.object({
  tenantId: z.string().optional(),
  namespace: z.string().optional(),
  flowId: z.string().optional(),
  id: z.string(),
  start: z.string(),
  count: z.number(),
  limit: z.number(),
});

const instance = { tag, level: 'instance', access: { kind: 'signed-in' }, method: 'GET' } as const;
const tenant = { tag, level: 'tenant', access: { kind: 'member' }, method: 'GET' } as const;

export const miscRoutes = {
  license: defineRoute({
    ...instance,
    operationId: 'getLicenseInfo',
    summary: 'Windhover has no licence keys: nothing expires and nothing is limited',
    path: '/license-info',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({ type: z.string(), expired: z.boolean(), standalone: z.boolean(), workerGroups: z.boolean() }),
    },
  }),
  refreshLicense: defineRoute({
    ...instance,
    access: { kind: 'superadmin' },
    operationId: 'refreshLicense',
    summary: 'Nothing: there is no licence to ask for',
    path: '/license/refresh',
    reply: emptyOk,
  }),
  mainTenantFlows: defineRoute({
    ...instance,
    operationId: 'mainTenantFlows',
    summary: 'Whether the default tenant, or the tenant main, holds flows',
    path: '/main-tenant-flows',
    reply: { status: 200, kind: 'json', schema: z.boolean() },
  }),
  expressionFilters: defineRoute({
    ...instance,
    operationId: 'getExpressionFilters',
    summary: 'Names of the filters that expressions know',
    path: '/pebble/filters',
    reply: { status: 200, kind: 'json', schema: names },
  }),
  expressionFunctions: defineRoute({
    ...instance,
    operationId: 'getExpressionFunctions',
    summary: 'Functions that expressions know, with their arguments',
    path: '/pebble/functions',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(z.object({ name: z.string(), arguments: z.array(z.object({ name: z.string() })) })),
    },
  }),
  workerTags: defineRoute({
    ...tenant,
    operationId: 'workerSelectorTags',
    summary: 'Tags that workers can be selected by: without groups of workers there are none',
    path: '/worker-selectors/tags',
    reply: { status: 200, kind: 'json', schema: z.object({ tags: names }) },
  }),
  quotas: defineRoute({
    ...tenant,
    operationId: 'searchQuotaLimits',
    summary: 'What the present window of each quota has seen, of those that the caller sees',
    path: '/quota-limits',
    reply: { status: 200, kind: 'json', schema: z.array(quotaUse) },
  }),
  limits: defineRoute({
    ...tenant,
    operationId: 'listTenantLimits',
    summary: 'What the tenant has of all that is limited for it',
    path: '/limits',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(z.object({ id: z.string(), count: z.number(), limit: z.number() })),
    },
  }),
  debugInfo: defineRoute({
    ...tenant,
    operationId: 'supportDebugInfo',
    summary: 'What this instance runs on, for those who report a problem',
    path: '/support/debug-info',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        kestraVersion: z.string(),
        authType: z.enum(['OIDC_SSO', 'BASIC_AUTH']),
        deploymentType: z.literal('STANDALONE'),
        queueType: z.string(),
        storageType: z.string(),
        repositoryType: z.string(),
        secretType: z.string().optional(),
      }),
    },
  }),
  usages: defineRoute({
    ...tenant,
    operationId: 'getTenantUsage',
    summary: 'How much of each kind the tenant holds',
    path: '/usages',
    reply: { status: 200, kind: 'json', schema: usageSchema },
  }),
  usagesAll: defineRoute({
    ...tenant,
    operationId: 'getUsages',
    summary: 'How much of each kind all tenants hold, for superadmins; for others how much this one does',
    path: '/usages/all',
    reply: { status: 200, kind: 'json', schema: usageSchema.extend({ tenants: count.optional() }) },
  }),
};
