import { z } from 'zod';
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
  user: z.object({ id: z.string(), username: z.string(), displayName: z.string() }).optional(),
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
const search = searchQuery({ fields });
const oneOrMany = z.union([z.string(), z.array(z.string())]).optional();
/** Exports name their filters plainly; lists also as `filters[…]`. */
const plainQuery = searchQuery(
  { fields },
  z.object({ userId: oneOrMany, id: oneOrMany, resources: oneOrMany, type: oneOrMany }),
).transform(({ filters, page, ...plain }) => ({
  page,
  filters: [
    ...filters,
    ...Object.entries(plain).flatMap(([field, value]) =>
      value === undefined
        ? []
        : [{ field, operation: 'IN' as const, value: [value].flat().flatMap((text) => text.split(',')) }],
    ),
  ],
}));
const diff = z.object({ before: z.string().optional(), after: z.string().optional() });
const previous = z.object({ previousId: z.string().optional() });
const csv = { status: 200, kind: 'file', schema: z.string() } as const;

const tag = 'AuditLogs';
const inTenant = (action: 'VIEW' | 'LIST' | 'EXPORT') =>
  ({ tag, level: 'tenant', access: { kind: 'permission', anyOf: [`AUDITLOG:${action}`] } }) as const;
const above = { tag, level: 'instance', access: { kind: 'superadmin' } } as const;

export const auditLogRoutes = {
  search: defineRoute({
    ...inTenant('LIST'),
    operationId: 'searchAuditLogs',
    summary: "The tenant's audit log, newest first",
    method: 'GET',
    path: '/auditlogs/search',
    query: search,
    reply: { status: 200, kind: 'json', schema: paged(auditLogItemSchema) },
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
    params: z.object({ detailId: z.string() }),
    parameterKinds: { detailId: 'roleId' },
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
    operationId: 'getResourceDiffFromAuditLog',
    summary: 'What a change changed: texts before and after',
    method: 'GET',
    path: '/auditlogs/{id}/diff',
    params: z.object({ id: z.string() }),
    parameterKinds: { id: 'auditLogId' },
    query: previous,
    reply: { status: 200, kind: 'json', schema: diff },
  }),
  export: defineRoute({
    ...inTenant('EXPORT'),
    operationId: 'exportAuditLogs',
    summary: "The tenant's audit log as CSV",
    method: 'GET',
    path: '/auditlogs/export',
    query: plainQuery,
    reply: csv,
  }),
};

export const instanceAuditLogRoutes = {
  search: defineRoute({
    ...above,
    operationId: 'searchAuditLogsForAllTenants',
    summary: 'The audit logs of all tenants and of the instance, newest first',
    method: 'GET',
    path: '/auditlogs/search',
    query: search,
    reply: { status: 200, kind: 'json', schema: paged(auditLogItemSchema) },
  }),
  diff: defineRoute({
    ...above,
    operationId: 'getGlobalResourceDiffFromAuditLog',
    summary: 'What a change changed, in any tenant or the instance',
    method: 'GET',
    path: '/auditlogs/{id}/diff',
    params: z.object({ id: z.string() }),
    parameterKinds: { id: 'auditLogId' },
    query: previous,
    reply: { status: 200, kind: 'json', schema: diff },
  }),
  export: defineRoute({
    ...above,
    operationId: 'exportAuditLogsForAllTenants',
    summary: 'The audit logs of all tenants and of the instance as CSV',
    method: 'GET',
    path: '/auditlogs/export',
    query: plainQuery,
    reply: csv,
  }),
};
