import type { AuditEntry, TenantKey } from '@windhover/model';
import type { AuditStore } from '@windhover/ports';
import type { Reader } from '../reader.ts';
import { textFilter, timeFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { step, writeOp } from '../step.ts';

const filterFields: FilterFields = {
  id: textFilter(sql`id`),
  userId: textFilter(sql`user_id`),
  type: textFilter(sql`type`),
  resources: textFilter(sql`resource`),
  namespace: textFilter(sql`namespace`),
  startDate: timeFilter(sql`at`),
  endDate: timeFilter(sql`at`),
};

/** Entries may still be added when the tenant is gone: its end is one of them. */
export function auditStore(key: TenantKey, reader: Reader): AuditStore {
  return {
    append(entry) {
      const { namespace } = entry.detail;
      return writeOp(
        step(
          `insert into audit_log(tenant_id, id, at, type, user_id, resource, namespace, body)
           values (?, ?, ?, ?, ?, ?, ?, ?)`,
          key,
          entry.id,
          entry.at,
          entry.type,
          entry.userId ?? null,
          entry.resource,
          typeof namespace === 'string' ? namespace : null,
          JSON.stringify(entry),
        ),
      );
    },

    search: (filters, page) =>
      readPage(
        reader,
        {
          columns: sql`body`,
          from: sql`audit_log`,
          where: [sql`tenant_id = ${key}`, ...toConditions(filters, filterFields)],
          orderBy: sql`at desc, seq desc`,
        },
        page,
        (row) => JSON.parse(row['body'] as string) as AuditEntry,
      ),
  };
}
