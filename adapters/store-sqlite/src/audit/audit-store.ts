import type { AuditEntry, TenantKey } from '@windhover/model';
import { auditDetailId, type AuditLink, type AuditStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { toConditions } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { writeOp } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';
import { auditFilters } from './audit-filters.ts';
import { appendSteps, purgeSteps } from './audit-chain.ts';

/** Entries may still be added when the tenant is gone: its end is one of them. */
export function auditStore(key: TenantKey, points: PointReads, reader: Reader): AuditStore {
  return {
    append(entry) {
      const { namespace } = entry.detail;
      return writeOp(
        ...appendSteps(key, {
          id: entry.id,
          at: entry.at,
          type: entry.type,
          userId: entry.userId ?? null,
          resource: entry.resource,
          namespace: typeof namespace === 'string' ? namespace : null,
          detailId: auditDetailId(entry) ?? null,
          body: JSON.stringify(entry),
        }),
      );
    },

    search: (filters, page) =>
      readPage(
        reader,
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
      const row = points.one('select body from audit_log where id = ? and tenant_id = ?', id, key);
      return row && toEntry(row);
    },

    async history(detailId, limit) {
      const text = 'select body from audit_log where tenant_id = ? and detail_id = ? order by seq desc limit ?';
      return (await reader.read({ sql: text, parameters: [key, detailId, limit] })).map(toEntry);
    },

    async chain(afterSeq, limit) {
      const text = `select seq, body, previous_hash, hash from audit_log
        where tenant_id = ? and seq > ? and hash is not null order by seq limit ?`;
      return (await reader.read({ sql: text, parameters: [key, afterSeq, limit] })).map(toLink);
    },

    async head() {
      const row = points.one('select entries, purged, hash, anchor from audit_heads where tenant_id = ?', key);
      if (row === undefined) return undefined;
      return {
        entries: row['entries'] as number,
        purged: row['purged'] as number,
        hash: row['hash'] as string,
        anchor: row['anchor'] as string,
      };
    },

    purgeBefore: (at) => writeOp(...purgeSteps(key, at)),
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
