/** Composed SQL: fragments with their values, made into text and parameters for the reader thread. */
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely';
import type { SqlValue } from '../step.ts';
import type { Query } from '../threads/reader-thread.ts';

export { sql };
export type Sql = RawBuilder<unknown>;

/** Compiles only; nothing is ever executed through it. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

export function toQuery(fragment: Sql): Query {
  const compiled = fragment.compile(compiler);
  return { sql: compiled.sql, parameters: compiled.parameters as readonly SqlValue[] };
}

/** All of them; true when there are none. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

/** Any of them; false when there are none. */
export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;
}
