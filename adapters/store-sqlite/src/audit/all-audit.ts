import type { TenantKey } from '@windhover/model';
import type { AllAudit, OwnedAuditEntry } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { toConditions } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import type { Row } from '../threads/reader-thread.ts';
import { auditFilters } from './audit-filters.ts';
import { toEntry } from './audit-store.ts';

export function allAudit(points: PointReads, reader: Reader): AllAudit {
  return {
    search: (filters, page) =>
      readPage(
        reader,
        {
          columns: sql`tenant_id, body`,
          from: sql`audit_log`,
          where: toConditions(filters, auditFilters),
          orderBy: sql`at desc, seq desc`,
        },
        page,
        toOwned,
      ),

    async find(id) {
      const row = points.one('select tenant_id, body from audit_log where id = ?', id);
      return row && toOwned(row);
    },

    async keys() {
      const text = 'select tenant_id from audit_heads order by tenant_id';
      return (await reader.read({ sql: text, parameters: [] })).map((row) => row['tenant_id'] as TenantKey);
    },
  };
}

function toOwned(row: Row): OwnedAuditEntry {
  return { key: row['tenant_id'] as TenantKey, entry: toEntry(row) };
}
