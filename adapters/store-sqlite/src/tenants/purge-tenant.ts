import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { absent, step, writeOp, type Step } from '../step.ts';

/** What hangs on executions, found by their numbers. */
const childTables = ['task_runs', 'live_task_runs', 'log_chunks', 'metric_chunks'] as const;

/** What is left once the executions are gone. The audit log stays, and so does the key: no later tenant may inherit it. */
const remainingTables = [
  'log_chunks',
  'kept_logs',
  'execution_labels',
  'timers',
  'inbox',
  'slots',
  'ticks',
  'idempotency',
  'kv_pairs',
  'secrets',
  'data_keys',
] as const;

export function purgeTenant(key: TenantKey, limit: number): WriteOp {
  const oldest = `select run from executions where tenant_id = ?1 and ended_at is not null order by execution_id limit ?2`;
  const ofOldest = (table: string): Step =>
    step(`delete from ${table} where tenant_id = ?1 and run in (${oldest})`, key, limit);
  const whenEmpty = 'tenant_id = ?1 and not exists (select 1 from executions where tenant_id = ?1)';
  return writeOp(
    absent(
      { thing: 'Tenant', id: key },
      'select 1 where not exists (select 1 from tenants where tenant_id = ? and retained > 0)',
      key,
    ),
    step(
      `delete from execution_labels where (tenant_id, key, value, execution_id) in (
         select e.tenant_id, label.value ->> 'key', label.value ->> 'value', e.execution_id
         from executions e, json_each(e.body, '$.labels') label where e.run in (${oldest}) and e.tenant_id = ?1)`,
      key,
      limit,
    ),
    ...childTables.map(ofOldest),
    ofOldest('executions'),
    ...remainingTables.map((table) => step(`delete from ${table} where ${whenEmpty}`, key)),
    step(`update tenants set retained = 2, name = '', settings = '{}' where ${whenEmpty}`, key),
  );
}
