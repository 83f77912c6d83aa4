import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { oneOrMany } from './query-values.ts';
import { fileReply } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

export const auditLogItemSchema = z.object({
  auditLog: z.object({
    id: z.string(),
    tenantId: z.string().optional(),
    type: z.string(),
    date: z.string(),
    userId: z.string().optional(),
    ipAddress: z.string().optional(),
    impersonatedBy: z.string().optional(),
    detail: z.looseObject({ type: z.string(), resource: z.string() }),
  }),
  user: z
    .object({
      id: z.string(),
      username: z.string(),
      displayName: z.string(),
      email: z.string().optional(),
      type: z.enum(['STANDARD', 'SERVICE_ACCOUNT']),
    })
    .optional(),
});

const fields = [
  'q',
  'namespace',
  'flowId',
  'executionId',
  'userId',
  'id',
  'resources',
  'startDate',
  'endDate',
  'details',
  'type',
] as const;
/** Older clients and exports name these plainly; lists also as `filters[…]`. */
const plainQuery = searchQuery(
  { fields, sort: ['date'] },
  z.object({
    userId: oneOrMany.optional(),
    id: oneOrMany.optional(),
    resources: oneOrMany.optional(),
    type: oneOrMany.optional(),
    /** Each `name:value`. */
    details: oneOrMany.optional(),
  }),
).transform(({ filters, page, details = [], ...plain }, context) => ({
  page,
  filters: [
    ...filters,
    ...[details].flat().map((text) => {
      const colon = text.indexOf(':');
      if (colon < 1) context.addIssue({ code: 'custom', path: ['details'], message: 'must be written as name:value' });
      const value = { [text.slice(0, colon)]: text.slice(colon + 1) };
      return { field: 'details', operation: 'EQUALS' as const, value };
    }),
    ...Object.entries(plain).flatMap(([field, value]) =>
      value === undefined
        ? []
        : [{ field, operation: 'IN' as const, value: [value].flat().flatMap((text) => text.split(',')) }],
    ),
  ],
}));

const tag = 'AuditLogs';
const inTenant = (action: 'VIEW' | 'LIST' | 'EXPORT') =>
  ({ tag, level: 'tenant', access: permission(`AUDITLOG:${action}`) }) as const;
const above = { tag, level: 'instance', access: { kind: 'superadmin' } } as const;

/** The same for a tenant and above the tenants. */
const searching = {
  method: 'GET',
  path: '/auditlogs/search',
  query: plainQuery,
  reply: { status: 200, kind: 'json', schema: paged(auditLogItemSchema) },
} as const;
const comparing = {
  method: 'GET',
  path: '/auditlogs/{id}/diff',
  ...pathParameters({ id: 'auditLogId' }),
  query: z.object({ previousId: z.string().optional() }),
  reply: {
    status: 200,
    kind: 'json',
    schema: z.object({ before: z.string().optional(), after: z.string().optional() }),
  },
} as const;
const exporting = { method: 'GET', path: '/auditlogs/export', query: plainQuery, reply: fileReply } as const;

export const auditLogRoutes = {
  search: defineRoute({
    ...inTenant('LIST'),
    ...searching,
    operationId: 'searchAuditLogs',
    summary: "The tenant's audit log, newest first",
  }),
  find: defineRoute({
    ...inTenant('VIEW'),
    operationId: 'findAuditLog',
    summary: 'The newest entry of a resource with these details',
    method: 'POST',
    path: '/auditlogs/find',
    body: {
      kind: 'json',
      schema: z.object({
        resource: z.string().nullish(),
        type: z.string().nullish(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
      }),
    },
    reply: { status: 200, kind: 'json', schema: auditLogItemSchema },
    safe: true,
  }),
  history: defineRoute({
    ...inTenant('VIEW'),
    operationId: 'listAuditLogFromResourceId',
    summary: 'What was done to one thing, newest first',
    method: 'GET',
    path: '/auditlogs/history/{detailId}',
    ...pathParameters({ detailId: 'roleId' }),
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(
        z.object({ id: z.string(), date: z.string(), type: z.string(), username: z.string().optional() }),
      ),
    },
  }),
  diff: defineRoute({
    ...inTenant('VIEW'),
    ...comparing,
    operationId: 'getResourceDiffFromAuditLog',
    summary: 'What a change changed: texts before and after',
  }),
  export: defineRoute({
    ...inTenant('EXPORT'),
    ...exporting,
    operationId: 'exportAuditLogs',
    summary: "The tenant's audit log as CSV",
  }),
};

export const instanceAuditLogRoutes = {
  search: defineRoute({
    ...above,
    ...searching,
    operationId: 'searchAuditLogsForAllTenants',
    summary: 'The audit logs of all tenants and of the instance, newest first',
  }),
  diff: defineRoute({
    ...above,
    ...comparing,
    operationId: 'getGlobalResourceDiffFromAuditLog',
    summary: 'What a change changed, in any tenant or the instance',
  }),
  export: defineRoute({
    ...above,
    ...exporting,
    operationId: 'exportAuditLogsForAllTenants',
    summary: 'The audit logs of all tenants and of the instance as CSV',
  }),
};
