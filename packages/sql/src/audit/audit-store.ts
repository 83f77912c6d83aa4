import type { AuditEntry } from '@windhover/model';
import type { AuditLink, AuditStore } from '@windhover/ports';
import { toConditions } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { fromBody } from '../from-body.ts';
import { appendEntry, purgeEntries } from './audit-chain.ts';
import { auditFilters, auditOrder } from './audit-filters.ts';

/** Entries may still be added when the tenant is gone: its end is one of them. */
export function auditStore({ tenant, reads, dialect, auditKey, writeRetained }: ScopeDeps): AuditStore {
  return {
    append: (entry) => writeRetained(...appendEntry(tenant, entry, { dialect, key: auditKey() })),

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`audit_log`,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, auditFilters, dialect)],
          orderBy: auditOrder(page.sort),
        },
        page,
        (row) => fromBody<AuditEntry>(row),
      ),

    async find(id) {
      const row = await reads.one(sql`select body from audit_log where id = ${id} and tenant_id = ${tenant}`);
      return row && fromBody<AuditEntry>(row);
    },

    async history(detailId, limit) {
      const rows = await reads.list(
        sql`select body from audit_log where tenant_id = ${tenant} and detail_id = ${detailId}
          order by seq desc limit ${limit}`,
      );
      return rows.map((row) => fromBody<AuditEntry>(row));
    },

    async chain(afterSeq, limit) {
      const rows = await reads.list(
        sql`select seq, body, previous_hash, hash from audit_log
          where tenant_id = ${tenant} and seq > ${afterSeq} and hash is not null order by seq limit ${limit}`,
      );
      return rows.map(toLink);
    },

    async head() {
      const row = await reads.one(
        sql`select entries, purged, hash, anchor from audit_heads where tenant_id = ${tenant}`,
      );
      if (row === undefined) return undefined;
      return {
        entries: row['entries'] as number,
        purged: row['purged'] as number,
        hash: row['hash'] as string,
        anchor: row['anchor'] as string,
      };
    },

    purgeBefore: (at) => writeRetained(...purgeEntries(tenant, at, dialect)),
  };
}

function toLink(row: Row): AuditLink {
  return {
    seq: row['seq'] as number,
    body: row['body'] as string,
    previousHash: row['previous_hash'] as string,
    hash: row['hash'] as string,
  };
}
