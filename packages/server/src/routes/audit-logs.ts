import { routes } from '@windhover/contract';
import type { AuditEntry, TenantRef, User } from '@windhover/model';
import { displayName, searchAuditLog } from '@windhover/services';
import { route } from '../handler.ts';
import { toIso } from './to-token-json.ts';

function itemJson(tenant: TenantRef, entry: AuditEntry, user: User | undefined) {
  const { id, type, at, userId, ipAddress, impersonatedBy, resource, detail } = entry;
  return {
    auditLog: {
      id,
      ...(tenant.id === undefined ? {} : { tenantId: tenant.id }),
      type,
      date: toIso(at),
      userId,
      ipAddress,
      impersonatedBy,
      detail: { ...detail, type: resource, resource },
    },
    ...(user === undefined ? {} : { user: { id: user.id, username: user.username, displayName: displayName(user) } }),
  };
}

export const auditLogHandlers = [
  route(routes.auditLogs.search, async ({ deps, scope, tenant, query }) => {
    const { results, total } = await searchAuditLog(deps, scope, query);
    return { results: results.map(({ entry, user }) => itemJson(tenant, entry, user)), total };
  }),
];
