/** Composed SQL: fragments with their values, made into text and parameters. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely';
import type { SqlValue, Statement } from '../connection/statement.ts';

export { sql };
export type Sql = RawBuilder<unknown>;

/** Compiles only; nothing is ever executed through it. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Not to be prepared: lists of values and filters give ever new texts, and each its own best plan. */
export function toStatement(fragment: Sql): Statement {
  const compiled = fragment.compile(compiler);
  return { sql: compiled.sql, parameters: compiled.parameters as readonly SqlValue[], isFixed: false };
}

/** All of them; true when there are none. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

/** Any of them; false when there are none. */
export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;
}
