import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { tenantReads, tenantSteps } from './of-tenant.ts';
import { step } from './sql-step.ts';
import { and, sql, type Sql } from './sql-text.ts';

const mine = { tenantKey: 'mine' as TenantKey };
const theirs = { tenantKey: 'theirs' as TenantKey };

/** Statements that reached the database. */
const reached: Sql[] = [];
const reads = tenantReads(mine.tenantKey, {
  one: async (statement) => void reached.push(statement),
  few: async (statement) => [{ total: reached.push(statement) }],
  list: async (statement) => [{ total: reached.push(statement) }],
  all: async (statements) => [[{ total: reached.push(...statements) }]],
});

test('a statement that names the tenant is carried out, wherever the name stands', async () => {
  const whole = sql`select * from (${sql`select * from t where ${and([sql`tenant_id = ${mine}`, sql`a > ${1}`])}`}) found`;
  await reads.list(whole);
  expect(reached).toEqual([whole]);
  expect(whole.values).toEqual(['mine', 1]);
  expect(tenantSteps(mine.tenantKey, [step(whole)])).toHaveLength(1);
});

test.for<[string, Sql]>([
  ['none', sql`select * from t where tenant_id = ${'mine'}`],
  ['another one', sql`select * from t where tenant_id = ${theirs}`],
])('a statement that names %s never reaches the database', async ([, statement]) => {
  const before = reached.length;
  const forgotten = /a statement of a tenant names it: select \* from t where tenant_id = \?/;
  await expect(reads.one(statement)).rejects.toThrow(forgotten);
  await expect(reads.few(statement)).rejects.toThrow(forgotten);
  await expect(reads.list(statement)).rejects.toThrow(forgotten);
  await expect(reads.all([sql`select ${mine}`, statement])).rejects.toThrow(forgotten);
  expect(() => tenantSteps(mine.tenantKey, [step(statement)])).toThrow(forgotten);
  expect(reached).toHaveLength(before);
});

test('no statement is about two tenants', () => {
  expect(() => sql`tenant_id = ${mine} or ${sql`tenant_id = ${theirs}`}`).toThrow(/about one tenant/);
});
