import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson } from './request.ts';
import type { Page, Reply } from './wire.ts';

export type WireAuditEntry = Reply<'auditLogs', 'search'>['results'][number];
export type WireAuditDiff = Reply<'auditLogs', 'diff'>;

/** Of a tenant, the default tenant by its name `main`; without one, of all tenants and of the instance itself. */
export const auditLogs = {
  /** Newest first. */
  list: (tenant: string | undefined, query: ListQuery) =>
    requestJson<Page<WireAuditEntry>>(tenantPath(tenant, '/auditlogs/search'), { query: listQuery(query) }),
  diff: (tenant: string | undefined, id: string) =>
    requestJson<WireAuditDiff>(tenantPath(tenant, `/auditlogs/${id}/diff`)),
};
