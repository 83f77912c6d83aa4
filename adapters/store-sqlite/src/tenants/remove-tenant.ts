import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { changing, step, writeOp } from '../step.ts';

/** What goes at once; executions, logs and the audit log stay under the key, which no later tenant will get. */
const removedTables = [
  'flows',
  'flow_revisions',
  'flow_labels',
  'roles',
  'bindings',
  'groups',
  'group_members',
  'tenant_access',
  'invitations',
  'triggers',
  'trigger_windows',
  'namespaces',
  'ticks',
  'idempotency',
] as const;

export function removeTenant(key: TenantKey): WriteOp {
  return writeOp(
    changing(
      { thing: 'Tenant', id: key },
      `update tenants set retained = 1, status = 'DELETING' where tenant_id = ? and retained = 0`,
      key,
    ),
    ...removedTables.map((table) => step(`delete from ${table} where tenant_id = ?`, key)),
    // service accounts of the tenant itself, with what they held elsewhere
    ...['sessions', 'tokens', 'tenant_access', 'group_members'].map((table) =>
      step(`delete from ${table} where user_id in (select user_id from users where tenant_id = ?)`, key),
    ),
    step('delete from users where tenant_id = ?', key),
  );
}
