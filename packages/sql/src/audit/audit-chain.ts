/** The chain of an audit log: what appends to its end, and what takes from its beginning. The lock makes its order that of the commits. */
import type { AuditEntry } from '@windhover/model';
import { auditDetailId, sealedHashPrefix } from '@windhover/ports';
import type { Dialect } from '../dialect.ts';
import { step, type SqlStep } from '../sql-step.ts';
import { sql, type OneTenant } from '../sql-text.ts';

/** The second step reads the row that the first one wrote: they belong together. */
export function appendEntry(
  tenant: OneTenant,
  entry: AuditEntry,
  { dialect, key }: { readonly dialect: Dialect; readonly key: Uint8Array | undefined },
): readonly SqlStep[] {
  const { namespace } = entry.detail;
  const body = dialect.readableJson(JSON.stringify(entry));
  const after = `\n${body}`;
  const hash =
    key === undefined
      ? dialect.sha256(sql`before || ${after}`)
      : sql`${sealedHashPrefix} || ${dialect.hmac(key, sql`${`${tenant.tenantKey}\n`} || before || ${after}`)}`;
  return [
    ...chainLock(tenant, dialect),
    step(
      sql`insert into audit_log(
          tenant_id, id, at, type, user_id, resource, namespace, detail_id, body, previous_hash, hash)
        select ${tenant}, ${entry.id}, ${entry.at}, ${entry.type}, ${entry.userId ?? null}, ${entry.resource},
          ${typeof namespace === 'string' ? namespace : null}, ${auditDetailId(entry) ?? null}, ${body}, before,
          ${hash}
        from (select coalesce((select hash from audit_heads where tenant_id = ${tenant}), '') as before) head`,
    ),
    step(
      sql`insert into audit_heads(tenant_id, entries, hash, anchor)
        select tenant_id, 1, hash, previous_hash from audit_log where tenant_id = ${tenant} order by seq desc limit 1
        on conflict(tenant_id) do update set entries = audit_heads.entries + 1, hash = excluded.hash`,
    ),
  ];
}

/** Only a beginning of the chain goes, so that what is left still holds together. */
export function purgeEntries(tenant: OneTenant, before: number, dialect: Dialect): readonly SqlStep[] {
  const firstKept = sql`select min(seq) from audit_log where tenant_id = ${tenant} and at >= ${before}`;
  const gone = sql`tenant_id = ${tenant} and seq < coalesce((${firstKept}), ${Number.MAX_SAFE_INTEGER})`;
  return [
    ...chainLock(tenant, dialect),
    step(
      sql`update audit_heads set
          purged = purged + (select count(*) from audit_log where ${gone} and hash is not null),
          anchor = coalesce(
            (select hash from audit_log where ${gone} and hash is not null order by seq desc limit 1), anchor)
        where tenant_id = ${tenant}`,
    ),
    step(sql`delete from audit_log where ${gone}`),
  ];
}

function chainLock(tenant: OneTenant, dialect: Dialect): readonly SqlStep[] {
  return dialect.lock('audit log', { tenant });
}
