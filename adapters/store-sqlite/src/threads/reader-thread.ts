/** Searches, lists and counts: what may take long runs here, never on the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { StatementSync } from 'node:sqlite';
import { RE2JS } from 're2js';
import { openForReading } from '../connection.ts';
import type { SqlValue } from '../step.ts';

export interface Query {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

export type Row = Readonly<Record<string, SqlValue>>;

export type ToReader =
  | { readonly kind: 'read'; readonly id: number; readonly queries: readonly Query[] }
  | { readonly kind: 'close' };
export type FromReader =
  | { readonly id: number; readonly rows: readonly (readonly Row[])[] }
  | { readonly id: number; readonly reason: string };

/** Distinct texts are few, but lists of values give new ones: the cache is emptied at this size. */
const maxStatements = 500;

const port = parentPort!;
const connection = openForReading((workerData as { path: string }).path);
const statements = new Map<string, StatementSync>();
const patterns = new Map<string, RE2JS>();

// `text regexp pattern` of SQL calls regexp(pattern, text).
connection.function('regexp', { deterministic: true }, (pattern, text) =>
  text !== null && compiled(String(pattern)).matcher(String(text)).find() ? 1 : 0,
);

port.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'read':
      port.postMessage(read(message.id, message.queries));
      return;
    case 'close':
      connection.close();
      port.close();
      return;
  }
});

/** All queries of one message see the same snapshot. */
function read(id: number, queries: readonly Query[]): FromReader {
  try {
    connection.exec('begin');
    try {
      return { id, rows: queries.map(({ sql, parameters }) => statement(sql).all(...parameters) as Row[]) };
    } finally {
      connection.exec('commit');
    }
  } catch (error) {
    return { id, reason: error instanceof Error ? error.message : String(error) };
  }
}

function statement(sql: string): StatementSync {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  if (statements.size >= maxStatements) statements.clear();
  const prepared = connection.prepare(sql);
  statements.set(sql, prepared);
  return prepared;
}

/** In linear time: one tenant's pattern holds up nobody's search. */
function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  patterns.clear();
  const expression = RE2JS.compile(pattern);
  patterns.set(pattern, expression);
  return expression;
}
