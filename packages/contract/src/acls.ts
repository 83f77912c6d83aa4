import { z } from 'zod';
import { defineRoute } from './route.ts';

const permissionMap = z.record(z.string(), z.array(z.string()));
const named = z.object({ id: z.string(), name: z.string() });
const explanation = z.object({
  user: z.object({ id: z.string(), username: z.string() }),
  permission: z.string(),
  namespace: z.string().optional(),
  allowed: z.boolean(),
  reason: z.string(),
  sources: z.array(
    z.object({
      origin: z.enum(['BINDING', 'GROUP']),
      /** The binding's id, or the group's. */
      sourceId: z.string(),
      role: named,
      namespace: z.string().optional(),
      grants: z.boolean(),
      reason: z.string(),
    }),
  ),
  rolesThatGrant: z.array(named),
});
const base = { tag: 'Acls', level: 'tenant', access: { kind: 'signed-in' } } as const;

export const aclRoutes = {
  permissions: defineRoute({
    ...base,
    operationId: 'listPermissions',
    summary: 'Every resource with its actions',
    method: 'GET',
    path: '/acls/permissions',
    reply: { status: 200, kind: 'json', schema: permissionMap },
  }),
  templates: defineRoute({
    ...base,
    operationId: 'listTemplates',
    summary: 'The managed roles with their permissions',
    method: 'GET',
    path: '/acls/templates',
    reply: { status: 200, kind: 'json', schema: z.record(z.string(), permissionMap) },
  }),
  explain: defineRoute({
    ...base,
    operationId: 'explainAccess',
    summary: 'Why a user may or may not do something: roles that grant it, and those that do not',
    method: 'GET',
    path: '/acls/explain',
    query: z.object({
      /** Default: the caller. */
      userId: z.string().optional(),
      permission: z.string(),
      /** Absent: anywhere in the tenant. */
      namespace: z.string().optional(),
    }),
    reply: { status: 200, kind: 'json', schema: explanation },
  }),
};
