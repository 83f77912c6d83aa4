/** An audit log as a table for other programs. */
import type { Paged, PageRequest, QueryFilter } from '@windhover/model';
import type { AuditItem, Query } from './search-audit-log.ts';

const pageSize = 1_000;
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
export async function* auditLogCsv(
  filters: readonly QueryFilter[],
  search: (query: Query) => Promise<Paged<AuditItem>>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${columns.join(',')}\r\n`);
  for (let page = 1; ; page += 1) {
    const request: PageRequest = { page, size: pageSize, sort: [] };
    const { results } = await search({ filters, page: request });
    yield Buffer.from(results.map(toLine).join(''));
    if (results.length < pageSize) return;
  }
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
  return `${fields.map(toField).join(',')}\r\n`;
}

/** Text that a spreadsheet would take for a formula is kept text. */
function toField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
