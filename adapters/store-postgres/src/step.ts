/** Writes as values: what a `WriteOp` of this adapter is inside. */
import { createHash } from 'node:crypto';
import type { WriteOp } from '@windhover/ports';
import type { Expectation, Refusal } from '@windhover/sql';
import type { SqlValue } from './connection/statement.ts';
import { instance, type Part } from './part.ts';

/** One statement, carried out once a row of parameters. */
export interface Step {
  readonly sql: string;
  readonly rows: readonly (readonly SqlValue[])[];
  readonly expect?: Expectation;
}

/** Steps of one part, in order. */
export interface Write {
  readonly part: Part;
  readonly steps: readonly Step[];
}

export function step(sql: string, ...row: readonly SqlValue[]): Step {
  return { sql, rows: [row] };
}

/** A step that is refused unless it changes something. */
export function changing(refusal: Refusal, sql: string, ...row: readonly SqlValue[]): Step {
  return { sql, rows: [row], expect: { of: 'change', refusal } };
}

/** A question that must find nothing. */
export function absent(refusal: Refusal, sql: string, ...row: readonly SqlValue[]): Step {
  return { sql, rows: [row], expect: { of: 'absence', refusal } };
}

/**
 * Until the end of the transaction nobody else has the lock of this name; `shared` keeps only those out who want it alone.
 * For what no row stands for that could be locked.
 */
export function lock(name: string, mode: 'alone' | 'shared' = 'alone'): Step {
  const taken = mode === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  return step(`select ${taken}($1)`, lockNumber(name));
}

/** What the database knows a lock by. */
export function lockNumber(name: string): string {
  return String(createHash('sha256').update(`windhover ${name}`).digest().readBigInt64BE());
}

export function instanceWrite(...steps: readonly Step[]): WriteOp {
  return writeOp({ part: instance, steps });
}

export function writeOp(...writes: readonly Write[]): WriteOp {
  return { writes } as unknown as WriteOp;
}

export function writesOf(operation: WriteOp): readonly Write[] {
  return (operation as unknown as { readonly writes: readonly Write[] }).writes;
}
