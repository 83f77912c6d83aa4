/** What executions and triggers left behind, page by page; tenants, flows and namespaces are there by then. */
import { invariant, type TenantKey } from '@windhover/model';
import { shardOfTenant, type Store, type TableRow, type TenantScope } from '@windhover/ports';
import { placesOf } from '../backends/places-of-tenant.ts';
import type { Deps } from '../deps.ts';
import { isOfNamespace } from './backed-up-files.ts';
import type { BackupRecord } from './backup-records.ts';
import { contentOf, storageIn } from './restore-files.ts';
import { keepProgress, type RestoreProgress } from './restore-progress.ts';
import { sealRow } from './sealed-rows.ts';

/** Each page is one commit with the progress. Of what is there already under the same id nothing is written. */
export async function restoreHistory(
  deps: Deps,
  progress: RestoreProgress,
  records: AsyncIterable<BackupRecord>,
): Promise<void> {
  const runs = new RunNumbers(deps.store);
  let [key, pages] = [undefined as TenantKey | undefined, 0];
  let rows: TableRow[] = [];
  const iterator = records[Symbol.asyncIterator]();
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    const record = next.value;
    if (record.kind === 'tenant') key = progress.keys[record.tenant.key];
    if (key === undefined) continue;
    if (record.kind === 'history') rows.push({ table: record.table, row: record.row });
    if (record.kind === 'file' && !isOfNamespace(record.path)) {
      const files = await storageIn(deps, key, await placesOf(deps, key))(record.home);
      await files.put(record.path, contentOf(iterator));
    }
    if (record.kind !== 'endOfPage') continue;
    pages += 1;
    if (pages > progress.pages) {
      const scope = deps.store.scope(key);
      const restored = await renumbered(scope, await newRows(scope, rows), runs);
      const sealed: TableRow[] = [];
      for (const row of restored) sealed.push(await sealRow(deps, key, inShard(deps.store, key, row)));
      const inserts = sealed.map((row) => scope.backup.insert(row));
      await deps.store.write([...inserts, keepProgress(deps, { ...progress, pages })]);
      deps.crashAt?.('restore.between-pages');
    }
    rows = [];
  }
}

/** Without executions that are there. */
async function newRows({ executions }: TenantScope, rows: readonly TableRow[]): Promise<readonly TableRow[]> {
  const runs = new Set<unknown>();
  const executionIds = new Set<unknown>();
  for (const { table, row } of rows) {
    if (table !== 'executions' || (await executions.find(String(row['execution_id']))) === undefined) continue;
    runs.add(row['run']);
    executionIds.add(row['execution_id']);
  }
  return rows.filter(({ table, row }) =>
    table === 'execution_labels' ? !executionIds.has(row['execution_id']) : !runs.has(row['run']),
  );
}

/** Numbers of executions are those of their instance. Lines of triggers have one that stands for none. */
async function renumbered(
  scope: Pick<TenantScope, 'key'>,
  rows: readonly TableRow[],
  runs: RunNumbers,
): Promise<readonly TableRow[]> {
  const numbers = new Map<unknown, number>();
  for (const { table, row } of rows)
    if (table === 'executions' || table === 'kept_logs') numbers.set(row['run'], await runs.next());
  return rows.map(({ table, row }) => {
    if (typeof row['run'] !== 'number' || typeof row['trigger_id'] === 'string') return { table, row };
    const run = numbers.get(row['run']);
    invariant(run !== undefined, `what hangs on an execution of '${scope.key}' comes in its page`);
    return { table, row: { ...row, run } };
  });
}

/** With the others of the tenant: whoever restarts one need not be asked for a slot elsewhere. */
function inShard({ shards }: Pick<Store, 'shards'>, key: TenantKey, { table, row }: TableRow): TableRow {
  if (table !== 'executions') return { table, row };
  return { table, row: { ...row, shard: shardOfTenant(key, shards.shards.length) } };
}

class RunNumbers {
  readonly #store: Pick<Store, 'shards'>;
  #next = 0;
  #left = 0;

  constructor(store: Pick<Store, 'shards'>) {
    this.#store = store;
  }

  async next(): Promise<number> {
    if (this.#left === 0) {
      const { first, count } = await this.#store.shards.reserveRuns();
      [this.#next, this.#left] = [first, count];
    }
    this.#left -= 1;
    this.#next += 1;
    return this.#next - 1;
  }
}
