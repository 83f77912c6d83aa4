/** Reads by key on the main thread: some microseconds each, with statements prepared once. Nothing that scans belongs here. */
import { openForReading } from './connection.ts';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SqlValue } from './step.ts';
import type { Row } from './threads/reader-thread.ts';

export class PointReads {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.#connection = openForReading(path);
  }

  one(sql: string, ...parameters: readonly SqlValue[]): Row | undefined {
    return this.#statement(sql).get(...parameters) as Row | undefined;
  }

  /** For short lists found by a key. */
  few(sql: string, ...parameters: readonly SqlValue[]): readonly Row[] {
    return this.#statement(sql).all(...parameters) as Row[];
  }

  close(): void {
    this.#connection.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
