/** Reads of one part: each sees what was committed before it, and nothing of another part. */
import type { Connections } from './connection/connections.ts';
import {
  invalidRegularExpression,
  isConnectionLost,
  queryCanceled,
  StatementFailed,
} from './connection/database-errors.ts';
import { fixed, type Row, type SqlValue, type Statement } from './connection/statement.ts';
import { enter, type Part, type TransactionSettings } from './part.ts';
import { DatabaseUnavailable, IllegalArgument } from '@windhover/model';

export interface Reads {
  one(sql: string, ...parameters: readonly SqlValue[]): Promise<Row | undefined>;
  list(sql: string, ...parameters: readonly SqlValue[]): Promise<readonly Row[]>;
  /** The rows of each statement, all from one snapshot. */
  all(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
}

export function readsOf(connections: Connections, part: Part, settings: TransactionSettings): Reads {
  const entering = enter(part, settings);

  async function list(statement: Statement): Promise<readonly Row[]> {
    return (await run([entering, statement]))[1]!;
  }

  async function run(statements: readonly Statement[], isRepeat = false): Promise<readonly (readonly Row[])[]> {
    try {
      return (await connections.run('read', statements)).map(({ rows }) => rows);
    } catch (error) {
      // an idle connection that broke is noticed by who uses it next
      if (!isRepeat && error instanceof DatabaseUnavailable && isConnectionLost(error.cause))
        return run(statements, true);
      if (error instanceof StatementFailed && error.code === invalidRegularExpression) {
        throw new IllegalArgument({ reason: error.message }, { cause: error });
      }
      if (error instanceof StatementFailed && error.code === queryCanceled) {
        const seconds = String(settings.statementTimeoutMs / 1000);
        throw new Error(`The search took longer than ${seconds} s and was given up; narrow it down`, { cause: error });
      }
      throw error;
    }
  }

  return {
    one: async (sql, ...parameters) => (await list(fixed(sql, ...parameters)))[0],
    list: (sql, ...parameters) => list(fixed(sql, ...parameters)),
    async all(statements) {
      if (statements.length === 0) return [];
      if (statements.length === 1) return [await list(statements[0]!)];
      const found = await run([
        fixed('begin isolation level repeatable read, read only'),
        entering,
        ...statements,
        fixed('commit'),
      ]);
      return found.slice(2, -1);
    },
  };
}
