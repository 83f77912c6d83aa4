import { routes } from '@windhover/contract';
import type { QueryFilter } from '@windhover/model';
import {
  auditDiff,
  auditDiffAnywhere,
  auditHistory,
  auditLogCsv,
  displayName,
  findAuditEntry,
  searchAllAuditLogs,
  searchAuditLog,
  type AuditItem,
} from '@windhover/services';
import { instanceRoute, route } from '../handler.ts';
import { toIso } from './to-token-json.ts';

const { auditLogs, instanceAuditLogs } = routes;

function itemJson({ tenantId, entry, user }: AuditItem) {
  const { id, type, at, userId, ipAddress, impersonatedBy, resource, detail } = entry;
  return {
    auditLog: {
      id,
      ...(tenantId === undefined ? {} : { tenantId }),
      type,
      date: toIso(at),
      userId,
      ipAddress,
      impersonatedBy,
      detail: { ...detail, type: resource, resource },
    },
    ...(user === undefined ? {} : { user: userOf(user) }),
  };
}

function userOf(user: NonNullable<AuditItem['user']>) {
  const { id, username, email, type } = user;
  return { id, username, displayName: displayName(user), email, type: type === 'USER' ? 'STANDARD' : type } as const;
}

function csvFile(filters: readonly QueryFilter[], search: Parameters<typeof auditLogCsv>[1]) {
  return { content: auditLogCsv(filters, search), filename: 'auditlogs.csv', contentType: 'text/csv' };
}

export const auditLogHandlers = [
  route(auditLogs.search, async ({ deps, scope, query }) => {
    const { results, total } = await searchAuditLog(deps, scope, query);
    return { results: results.map(itemJson), total };
  }),
  route(auditLogs.find, async ({ deps, scope, body }) => {
    const { resource, type, detail } = body;
    const details = Object.entries(detail ?? {}).map(([name, value]) => [name, String(value)] as const);
    return itemJson(
      await findAuditEntry(deps, scope, {
        resource: resource ?? undefined,
        type: type ?? undefined,
        ...(details.length === 0 ? {} : { detail: Object.fromEntries(details) }),
      }),
    );
  }),
  route(auditLogs.history, async ({ deps, scope, caller, params }) =>
    (await auditHistory(deps, scope, caller, params.detailId)).map(({ entry, user }) => ({
      id: entry.id,
      date: toIso(entry.at),
      type: entry.type,
      ...(user === undefined ? {} : { username: user.username }),
    })),
  ),
  route(auditLogs.diff, ({ scope, caller, params, query }) => auditDiff(scope, caller, params.id, query.previousId)),
  route(auditLogs.export, ({ deps, scope, query }) =>
    csvFile(query.filters, (search) => searchAuditLog(deps, scope, search)),
  ),
  instanceRoute(instanceAuditLogs.search, async ({ deps, query }) => {
    const { results, total } = await searchAllAuditLogs(deps, query);
    return { results: results.map(itemJson), total };
  }),
  instanceRoute(instanceAuditLogs.diff, ({ deps, params, query }) =>
    auditDiffAnywhere(deps, params.id, query.previousId),
  ),
  instanceRoute(instanceAuditLogs.export, ({ deps, query }) =>
    csvFile(query.filters, (search) => searchAllAuditLogs(deps, search)),
  ),
];
