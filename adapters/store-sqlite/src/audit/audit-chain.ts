/** The chain of an audit log: what appends to its end, and what takes from its beginning. */
import type { TenantKey } from '@windhover/model';
import { step, type Step } from '../step.ts';

export interface AuditRow {
  readonly id: string;
  readonly at: number;
  readonly type: string;
  readonly userId: string | null;
  readonly resource: string;
  readonly namespace: string | null;
  readonly detailId: string | null;
  readonly body: string;
}

/** The second step reads the row that the first one wrote: they belong together. */
export function appendSteps(key: TenantKey, row: AuditRow): readonly Step[] {
  return [
    step(
      `insert into audit_log(
         tenant_id, id, at, type, user_id, resource, namespace, detail_id, body, previous_hash, hash)
       select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, before, sha256(before || char(10) || ?9)
       from (select coalesce((select hash from audit_heads where tenant_id = ?1), '') as before)`,
      key,
      row.id,
      row.at,
      row.type,
      row.userId,
      row.resource,
      row.namespace,
      row.detailId,
      row.body,
    ),
    step(
      `insert into audit_heads(tenant_id, entries, hash, anchor)
       select tenant_id, 1, hash, previous_hash from audit_log where seq = last_insert_rowid()
       on conflict(tenant_id) do update set entries = entries + 1, hash = excluded.hash`,
    ),
  ];
}

/** Only a beginning of the chain goes, so that what is left still holds together. */
export function purgeSteps(key: TenantKey, at: number): readonly Step[] {
  const gone = `tenant_id = ?1 and seq < coalesce(
    (select min(seq) from audit_log where tenant_id = ?1 and at >= ?2),
    (select max(seq) + 1 from audit_log where tenant_id = ?1))`;
  const purged = `update audit_heads set
      purged = purged + (select count(*) from audit_log where ${gone} and hash is not null),
      anchor = coalesce((select hash from audit_log where ${gone} and hash is not null order by seq desc limit 1), anchor)
    where tenant_id = ?1`;
  return [step(purged, key, at), step(`delete from audit_log where ${gone}`, key, at)];
}
