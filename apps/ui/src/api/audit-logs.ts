import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson } from './request.ts';
import type { Page, Reply } from './wire.ts';

export type WireAuditEntry = Reply<'auditLogs', 'search'>['results'][number];
export type WireAuditDiff = Reply<'auditLogs', 'diff'>;

/** Named by a segment, the default tenant too: without one these addresses are those of the instance. */
export const auditLogs = {
  /** Newest first. */
  list: (tenant: string, query: ListQuery) =>
    requestJson<Page<WireAuditEntry>>(tenantPath(tenant, '/auditlogs/search'), { query: listQuery(query) }),
  diff: (tenant: string, id: string) => requestJson<WireAuditDiff>(tenantPath(tenant, `/auditlogs/${id}/diff`)),
};
