import type { Dialect } from '../dialect.ts';
import { absent, step, type SqlStep } from '../sql-step.ts';
import { rawSql, sql, type OneTenant } from '../sql-text.ts';

/** What hangs on executions, found by their numbers. */
export const childTables = ['task_runs', 'live_task_runs', 'log_chunks', 'metric_chunks'] as const;

/** What is left once the executions are gone. The audit log stays, and so does the key: no later tenant may inherit it. */
export const remainingTables = [
  'log_chunks',
  'kept_logs',
  'kept_files',
  'execution_labels',
  'timers',
  'inbox',
  'slots',
  'quota_counts',
  'ticks',
  'idempotency',
  'kv_pairs',
  'kv_revisions',
  'secrets',
  'data_keys',
  'file_revisions',
] as const;

export function purgeTenant(tenant: OneTenant, limit: number, dialect: Dialect): readonly SqlStep[] {
  const oldest = sql`select run from executions where tenant_id = ${tenant} and ended_at is not null
    order by execution_id limit ${limit}`;
  const ofOldest = (table: string): SqlStep =>
    step(sql`delete from ${rawSql(table)} where tenant_id = ${tenant} and run in (${oldest})`);
  const whenEmpty = sql`tenant_id = ${tenant} and not exists (select 1 from executions where tenant_id = ${tenant})`;
  return [
    absent(
      { thing: 'Tenant', id: tenant.tenantKey },
      sql`select 1 where not exists (select 1 from tenants where tenant_id = ${tenant} and retained > 0)`,
    ),
    step(dialect.deleteLabels(tenant, oldest)),
    ...childTables.map(ofOldest),
    ofOldest('executions'),
    ...remainingTables.map((table) => step(sql`delete from ${rawSql(table)} where ${whenEmpty}`)),
    step(sql`update tenants set retained = 2, name = '', settings = '{}' where ${whenEmpty}`),
  ];
}
