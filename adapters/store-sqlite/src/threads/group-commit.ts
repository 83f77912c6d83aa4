/** One transaction for many units of work; each unit keeps its own fate by a savepoint. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Refusal } from '@windhover/sql';
import type { SqlValue, Step } from '../step.ts';

export type UnitOutcome =
  | { readonly kind: 'done'; readonly answer?: Readonly<Record<string, SqlValue>> }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The statement itself was wrong (a bug, a value that no column takes): only this unit fails. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The disk is full: the whole group was rolled back cleanly and may be tried again. */
  | { readonly kind: 'full' };

// primary result codes of SQLite
const sqliteError = 1;
const sqliteFull = 13;
const sqliteTooBig = 18;
const sqliteConstraint = 19;
const sqliteMismatch = 20;
const sqliteRange = 25;

export class GroupCommit {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  /** Commits all units that are not refused. Throws when the fate of the group is unknown. */
  commit(units: readonly (readonly Step[])[]): UnitOutcome[] {
    try {
      this.#statement('begin immediate').run();
      const outcomes = units.map((steps) => this.#applyUnit(steps));
      this.#statement('commit').run();
      return outcomes;
    } catch (error) {
      if (resultCode(error) !== sqliteFull) throw error;
      if (this.#connection.isTransaction) this.#connection.exec('rollback');
      return units.map(() => ({ kind: 'full' }));
    }
  }

  #applyUnit(steps: readonly Step[]): UnitOutcome {
    this.#statement('savepoint unit').run();
    const outcome = this.#applySteps(steps);
    if (outcome.kind !== 'done') this.#statement('rollback to unit').run();
    this.#statement('release unit').run();
    return outcome;
  }

  #applySteps(steps: readonly Step[]): UnitOutcome {
    let answer: Record<string, SqlValue> | undefined;
    for (const step of steps) {
      for (const row of step.rows) {
        try {
          const statement = this.#statement(step.sql);
          if (step.answers === true) answer = statement.get(...row) as Record<string, SqlValue> | undefined;
          else if (!holds(step, statement, row)) return refused(step, row);
        } catch (error) {
          const code = resultCode(error);
          if (code === sqliteConstraint && step.expect !== undefined) return refused(step, row);
          if (!concernsOneStatement(code)) throw error;
          return { kind: 'failed', reason: `${(error as Error).message} in: ${step.sql}` };
        }
      }
    }
    return answer === undefined ? { kind: 'done' } : { kind: 'done', answer: { ...answer } };
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

/** Carries the statement out; whether what the step expects of it came true. */
function holds(step: Step, statement: StatementSync, row: readonly SqlValue[]): boolean {
  if (step.expect?.of === 'absence') return statement.get(...row) === undefined;
  return statement.run(...row).changes !== 0 || step.expect === undefined;
}

function refused(step: Step, row: readonly SqlValue[]): UnitOutcome {
  const { refusal, idAt } = step.expect!;
  return { kind: 'refused', refusal: idAt === undefined ? refusal : { ...refusal, id: String(row[idAt]) } };
}

/** SQLite's primary result code; undefined for what is no error of SQLite (a value that cannot be bound). */
function resultCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

function concernsOneStatement(code: number | undefined): boolean {
  return (
    code === undefined ||
    code === sqliteError ||
    code === sqliteTooBig ||
    code === sqliteConstraint ||
    code === sqliteMismatch ||
    code === sqliteRange
  );
}
