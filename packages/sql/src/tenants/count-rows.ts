import type { ScopeDeps } from '../store-deps.ts';
import { rawSql, sql } from '../sql-text.ts';
import { childTables, remainingTables } from './purge-tenant.ts';
import { removedTables } from './remove-tenant.ts';

/** What the engine keeps beside executions, and the instance about tenants. */
const keptByOthers: ReadonlySet<string> = new Set([
  'kill_switches',
  'live_task_runs',
  'timers',
  'inbox',
  'slots',
  'quota_counts',
  'ticks',
  'idempotency',
  'kept_answers',
]);

const tables: readonly string[] = [
  ...new Set([...removedTables, 'executions', ...childTables, ...remainingTables, 'audit_log']),
]
  .filter((table) => !keptByOthers.has(table))
  .toSorted();

/** Rows of one tenant by table; tables without any are left out. */
export async function countRows({
  tenant,
  reads,
}: Pick<ScopeDeps, 'tenant' | 'reads'>): Promise<Readonly<Record<string, number>>> {
  const counted = await reads.all(
    tables.map((table) => sql`select count(*) as rows from ${rawSql(table)} where tenant_id = ${tenant}`),
  );
  const rows = tables.map((table, index): [string, number] => [table, counted[index]![0]!['rows'] as number]);
  return Object.fromEntries(rows.filter(([, count]) => count > 0));
}
