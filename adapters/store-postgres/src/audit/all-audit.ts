import type { TenantKey } from '@windhover/model';
import type { AllAudit, OwnedAuditEntry } from '@windhover/ports';
import type { Row } from '../connection/statement.ts';
import type { Reads } from '../reads.ts';
import { toConditions } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { auditFilters } from './audit-filters.ts';
import { toEntry } from './audit-store.ts';

export function allAudit(reads: Reads): AllAudit {
  return {
    search: (filters, page) =>
      readPage(
        reads,
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
      const row = await reads.one('select tenant_id, body from audit_log where id = $1', id);
      return row && toOwned(row);
    },

    async keys() {
      const rows = await reads.list('select tenant_id from audit_heads order by tenant_id');
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },
  };
}

function toOwned(row: Row): OwnedAuditEntry {
  return { key: row['tenant_id'] as TenantKey, entry: toEntry(row) };
}
