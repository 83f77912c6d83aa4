import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { endingPart } from '../part.ts';
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
  const oldest = (column: string): string =>
    `select ${column} from executions where tenant_id = $1 and ended_at is not null order by execution_id limit $2`;
  const ofOldest = (table: string, column: string): Step =>
    step(`delete from ${table} where tenant_id = $1 and ${column} in (${oldest(column)})`, key, limit);
  const whenEmpty = 'tenant_id = $1 and not exists (select 1 from executions where tenant_id = $1)';
  return writeOp({
    part: endingPart(key),
    steps: [
      absent(
        { thing: 'Tenant', id: key },
        'select 1 where not exists (select 1 from tenants where tenant_id = $1 and retained > 0)',
        key,
      ),
      ofOldest('execution_labels', 'execution_id'),
      ...childTables.map((table) => ofOldest(table, 'run')),
      ofOldest('executions', 'run'),
      ...remainingTables.map((table) => step(`delete from ${table} where ${whenEmpty}`, key)),
      step(`update tenants set retained = 2, name = '', settings = '{}' where ${whenEmpty}`, key),
    ],
  });
}
