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

export const auditLogRoutes = {
  search: defineRoute({
    operationId: 'searchAuditLogs',
    tag: 'AuditLogs',
    summary: "The tenant's audit log, newest first",
    method: 'GET',
    path: '/auditlogs/search',
    level: 'tenant',
    access: { kind: 'permission', anyOf: ['AUDITLOG:LIST'] },
    query: searchQuery({ fields: ['userId', 'type', 'resources', 'startDate', 'endDate', 'namespace', 'id'] }),
    reply: { status: 200, kind: 'json', schema: paged(auditLogItemSchema) },
  }),
};
