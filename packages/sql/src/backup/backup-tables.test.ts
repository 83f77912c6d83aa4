import { expect, test } from 'vitest';
import { childTables, remainingTables } from '../tenants/purge-tenant.ts';
import { removedTables } from '../tenants/remove-tenant.ts';
import { backupTables, tablesLeftOut } from './backup-tables.ts';

const known = new Set([...backupTables.keys(), ...Object.keys(tablesLeftOut)]);
/** The end of a tenant names these in statements of their own, or leaves them. */
const endedOtherwise = ['tenants', 'users', 'executions', 'audit_log', 'audit_heads'];

test('backups know every table that the end of a tenant empties, and no others', () => {
  const emptied = new Set<string>([...removedTables, ...childTables, ...remainingTables, ...endedOtherwise]);

  expect([...known].toSorted()).toEqual([...emptied].toSorted());
});

test('no table is both held and left out', () => {
  expect([...backupTables.keys()].filter((table) => table in tablesLeftOut)).toEqual([]);
});
