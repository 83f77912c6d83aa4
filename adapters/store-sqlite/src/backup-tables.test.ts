import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backupTables, tablesLeftOut } from '@windhover/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { migrate } from './migrate.ts';

const folder = mkdtempSync(join(tmpdir(), 'windhover-backup-tables-'));
const columns = new Map<string, readonly string[]>();
beforeAll(() => {
  const database = new DatabaseSync(join(folder, 'database.db'));
  migrate(database, 'file', migrations);
  for (const { name } of database.prepare("select name from sqlite_schema where type = 'table'").all())
    columns.set(
      name as string,
      database
        .prepare('select name from pragma_table_info(?)')
        .all(name as string)
        .map((column) => column['name'] as string),
    );
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

test('every table with rows of tenants is held by backups, or left out for a reason', () => {
  const ofTenants = [...columns].filter(([, names]) => names.includes('tenant_id')).map(([table]) => table);

  expect([...backupTables.keys(), ...Object.keys(tablesLeftOut)].toSorted()).toEqual(ofTenants.toSorted());
});

test('backups hold every column of a table', () => {
  for (const { name, columns: held } of backupTables.values())
    expect([name, ['tenant_id', ...held].toSorted()]).toEqual([name, columns.get(name)!.toSorted()]);
});
