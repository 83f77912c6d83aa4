import type { TenantKey } from '@windhover/model';
import type { AllAudit, OwnedAuditEntry } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { toConditions } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql, type Row } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';
import { auditFilters, auditOrder } from './audit-filters.ts';

export function allAudit({ reads, dialect }: InstanceDeps): AllAudit {
  return {
    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`tenant_id, body`,
          from: sql`audit_log`,
          where: toConditions(filters, auditFilters, dialect),
          orderBy: auditOrder(page.sort),
        },
        page,
        toOwned,
      ),

    async find(id) {
      const row = await reads.one(sql`select tenant_id, body from audit_log where id = ${id}`);
      return row && toOwned(row);
    },

    async keys() {
      const rows = await reads.list(sql`select tenant_id from audit_heads order by tenant_id`);
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },
  };
}

function toOwned(row: Row): OwnedAuditEntry {
  return { key: row['tenant_id'] as TenantKey, entry: fromBody(row) };
}
