import { z } from 'zod';
import { defineRoute } from './route.ts';

const permissionMap = z.record(z.string(), z.array(z.string()));
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
};
