/** What is one tenant's must name it: a statement that forgets its condition is refused before the database sees it. */
import { BrokenInvariant, type TenantKey } from '@windhover/model';
import type { SqlReads } from './sql-reads.ts';
import type { SqlStep } from './sql-step.ts';
import type { Sql } from './sql-text.ts';

export function tenantReads(key: TenantKey, reads: SqlReads): SqlReads {
  return {
    one: async (statement) => reads.one(checked(key, statement)),
    few: async (statement) => reads.few(checked(key, statement)),
    list: async (statement) => reads.list(checked(key, statement)),
    all: async (statements) => reads.all(statements.map((statement) => checked(key, statement))),
  };
}

export function tenantSteps(key: TenantKey, steps: readonly SqlStep[]): readonly SqlStep[] {
  for (const { statement } of steps) checked(key, statement);
  return steps;
}

function checked(key: TenantKey, statement: Sql): Sql {
  if (statement.tenantKey === key) return statement;
  throw new BrokenInvariant({ promise: `a statement of a tenant names it: ${statement.chunks.join('?')}` });
}
