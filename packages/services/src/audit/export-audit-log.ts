/** An audit log as a table for other programs. */
import type { Paged, QueryFilter } from '@windhover/model';
import { csvLine } from '../csv/csv-line.ts';
import { csvPages } from '../csv/csv-pages.ts';
import type { AuditItem, Query } from './search-audit-log.ts';

const columns = [
  'id',
  'tenantId',
  'date',
  'type',
  'resource',
  'userId',
  'username',
  'impersonatedBy',
  'ipAddress',
  'detail',
] as const;

/** CSV with a heading, page by page, newest first. `search` answers one page. */
export function auditLogCsv(
  filters: readonly QueryFilter[],
  search: (query: Query) => Promise<Paged<AuditItem>>,
): AsyncIterable<Uint8Array> {
  return csvPages(columns, async (page) => (await search({ filters, page })).results, toLine);
}

function toLine({ tenantId, entry, user }: AuditItem): string {
  const fields = [
    entry.id,
    tenantId ?? '',
    new Date(entry.at).toISOString(),
    entry.type,
    entry.resource,
    entry.userId ?? '',
    user?.username ?? '',
    entry.impersonatedBy ?? '',
    entry.ipAddress ?? '',
    JSON.stringify(entry.detail),
  ];
  return csvLine(fields);
}
