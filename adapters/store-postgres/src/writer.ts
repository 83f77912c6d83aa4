/**
 * Units of work, a transaction each: one round trip carries all their statements, a second one commits, once it is known
 * that every step did what was expected of it.
 */
import { Conflict, type WriteOp } from '@windhover/ports';
import type { Refusal } from '@windhover/sql';
import type { Connections, Session } from './connection/connections.ts';
import { isRetryable, StatementFailed, uniqueViolation } from './connection/database-errors.ts';
import { fixed, type Statement } from './connection/statement.ts';
import type { Lanes } from './lanes.ts';
import { enter, partLanes, type TransactionSettings } from './part.ts';
import { writesOf, type Step, type Write } from './step.ts';

export interface WriterDeps {
  readonly connections: Connections;
  readonly lanes: Lanes;
  readonly settings: TransactionSettings;
  /** A message was stored as part of a unit. */
  announced(message: string, version: number): void;
}

/** Two transactions that wait for each other: the database ends one of them, which then has its way alone. */
const maxAttempts = 5;

export class Writer {
  readonly #deps: WriterDeps;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
  }

  /**
   * All operations together or none. Units that touch the same tenant, or the instance, take effect in the order of the
   * calls. Rejects with `Conflict`, `StorageFull` or `DatabaseUnavailable`; after the last one a unit whose commit was
   * under way may have been written.
   */
  async write(operations: readonly WriteOp[]): Promise<void> {
    const writes = operations.flatMap(writesOf);
    if (writes.length === 0) return;
    const news = writes.filter(isNews);
    const others = writes.filter((write) => !isNews(write));
    const lanes = [...new Set(others.flatMap(({ part }) => partLanes(part)))];
    // News last: all that is announced waits for the same lock, which is held for a moment then
    await this.#deps.lanes.run(lanes, () => this.#attempt(toUnit([...others, ...news], this.#deps.settings), 1));
  }

  async #attempt(unit: Unit, attempt: number): Promise<void> {
    try {
      const announced = await this.#deps.connections.use('write', (session) => carryOut(session, unit));
      for (const { message, version } of announced) this.#deps.announced(message, version);
    } catch (error) {
      if (!isRetryable(error) || attempt === maxAttempts) throw error;
      await this.#attempt(unit, attempt + 1);
    }
  }
}

/** A commit that waits for its replicas must not be cut short: it would count as done without them. */
const unhurried = fixed(`select set_config('statement_timeout', '0', true)`);

interface Unit {
  readonly statements: readonly Statement[];
  /** The step of each statement; undefined for what is no step. */
  readonly steps: readonly (Step | undefined)[];
}

function toUnit(writes: readonly Write[], settings: TransactionSettings): Unit {
  const statements = [fixed('begin')];
  const steps: (Step | undefined)[] = [undefined];
  let entered: string | undefined;
  for (const { part, steps: ofPart } of writes) {
    const name = partLanes(part).join();
    if (name !== entered) {
      statements.push(enter(part, settings));
      steps.push(undefined);
      entered = name;
    }
    for (const step of ofPart) {
      for (const row of step.rows) {
        statements.push(fixed(step.sql, ...row));
        steps.push(step);
      }
    }
  }
  return { statements, steps };
}

interface Announced {
  readonly message: string;
  readonly version: number;
}

/** Answers what was announced. What it throws leaves the transaction open: the session's owner rolls it back. */
async function carryOut(session: Session, { statements, steps }: Unit): Promise<readonly Announced[]> {
  const answers = await session.run(statements).catch((error: unknown) => {
    const failed = error instanceof StatementFailed ? steps[error.index] : undefined;
    const isTaken = error instanceof StatementFailed && error.code === uniqueViolation && failed?.expect !== undefined;
    throw isTaken ? conflict(failed.expect!.refusal) : error;
  });
  const announced: Announced[] = [];
  for (const [index, { changes, rows }] of answers.entries()) {
    const { expect, announces } = steps[index] ?? {};
    if (announces !== undefined) announced.push({ message: announces, version: rows[0]!['version'] as number });
    if (expect !== undefined && (changes === 0) !== (expect.of === 'absence')) throw conflict(expect.refusal);
  }
  await session.run([unhurried, fixed('commit')]);
  return announced;
}

function isNews({ steps }: Write): boolean {
  return steps.some(({ announces }) => announces !== undefined);
}

function conflict({ thing, id }: Refusal): Conflict {
  return new Conflict(thing, id);
}
