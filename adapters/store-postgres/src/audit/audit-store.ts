import type { AuditEntry, TenantKey } from '@windhover/model';
import { auditDetailId, type AuditLink, type AuditStore } from '@windhover/ports';
import type { Row } from '../connection/statement.ts';
import { toReadableJson } from '../connection/stored-text.ts';
import type { Reads } from '../reads.ts';
import { toConditions } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { tenantWrite } from '../step.ts';
import { appendSteps, purgeSteps } from './audit-chain.ts';
import { auditFilters } from './audit-filters.ts';

/** Entries may still be added when the tenant is gone: its end is one of them. */
export function auditStore(key: TenantKey, reads: Reads): AuditStore {
  return {
    append(entry) {
      const { namespace } = entry.detail;
      return tenantWrite(
        key,
        ...appendSteps(key, {
          id: entry.id,
          at: entry.at,
          type: entry.type,
          userId: entry.userId ?? null,
          resource: entry.resource,
          namespace: typeof namespace === 'string' ? namespace : null,
          detailId: auditDetailId(entry) ?? null,
          body: toReadableJson(JSON.stringify(entry)),
        }),
      );
    },

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`audit_log`,
          where: [sql`tenant_id = ${key}`, ...toConditions(filters, auditFilters)],
          orderBy: sql`at desc, seq desc`,
        },
        page,
        toEntry,
      ),

    async find(id) {
      const row = await reads.one('select body from audit_log where id = $1 and tenant_id = $2', id, key);
      return row && toEntry(row);
    },

    async history(detailId, limit) {
      const text = 'select body from audit_log where tenant_id = $1 and detail_id = $2 order by seq desc limit $3';
      return (await reads.list(text, key, detailId, limit)).map(toEntry);
    },

    async chain(afterSeq, limit) {
      const text = `select seq, body, previous_hash, hash from audit_log
        where tenant_id = $1 and seq > $2 and hash is not null order by seq limit $3`;
      return (await reads.list(text, key, afterSeq, limit)).map(toLink);
    },

    async head() {
      const row = await reads.one('select entries, purged, hash, anchor from audit_heads where tenant_id = $1', key);
      if (row === undefined) return undefined;
      return {
        entries: row['entries'] as number,
        purged: row['purged'] as number,
        hash: row['hash'] as string,
        anchor: row['anchor'] as string,
      };
    },

    purgeBefore: (at) => tenantWrite(key, ...purgeSteps(key, at)),
  };
}

export function toEntry(row: Row): AuditEntry {
  return JSON.parse(row['body'] as string) as AuditEntry;
}

function toLink(row: Row): AuditLink {
  return {
    seq: row['seq'] as number,
    body: row['body'] as string,
    previousHash: row['previous_hash'] as string,
    hash: row['hash'] as string,
  };
}
