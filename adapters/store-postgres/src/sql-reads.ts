import type { Sql, SqlReads } from '@windhover/sql';
import type { Statement } from './connection/statement.ts';
import { textOf } from './dialect.ts';
import type { Reads } from './reads.ts';

export function sqlReads(reads: Reads): SqlReads {
  const all: SqlReads['all'] = (statements) => reads.all(statements.map(toStatement));
  const list: SqlReads['list'] = async (statement) => (await all([statement]))[0]!;
  return { one: async (statement) => (await list(statement))[0], few: list, list, all };
}

/** Lists of values and filters give ever new texts, and each its own best plan: those are not prepared. */
function toStatement(statement: Sql): Statement {
  return { sql: textOf(statement), parameters: statement.values, isFixed: statement.isFixed };
}
