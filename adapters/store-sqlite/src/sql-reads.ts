import type { Sql, SqlReads } from '@windhover/sql';
import { textOf } from './dialect.ts';
import type { PointReads } from './point-reads.ts';
import type { Reader } from './reader.ts';
import type { Query } from './threads/reader-thread.ts';

/** What is found by a key is read on the main thread, the rest on the reader thread. */
export function sqlReads(points: PointReads, reader: Reader): SqlReads {
  return {
    one: async (statement) => points.one(textOf(statement), ...statement.values),
    few: async (statement) => points.few(textOf(statement), ...statement.values),
    list: (statement) => reader.read(toQuery(statement)),
    all: (statements) => reader.readAll(statements.map(toQuery)),
  };
}

function toQuery(statement: Sql): Query {
  return { sql: textOf(statement), parameters: statement.values };
}
