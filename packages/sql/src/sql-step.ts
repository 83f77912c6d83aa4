/** Writes as statements with what is expected of them; an adapter makes its `WriteOp` of them. */
import type { WriteOp } from '@windhover/ports';
import type { Sql } from './sql-text.ts';

/** Names the thing whose precondition did not hold; becomes a `Conflict`. */
export interface Refusal {
  readonly thing: string;
  readonly id: string;
}

/**
 * `change`: the statement must insert, update or delete something, and break no unique key.
 * `absence`: it is a question that must find nothing.
 */
export interface Expectation {
  readonly of: 'change' | 'absence';
  readonly refusal: Refusal;
}

export interface SqlStep {
  readonly statement: Sql;
  readonly expect?: Expectation;
}

/** Makes a write of steps that are carried out in order, together or not at all. */
export type Write = (...steps: readonly SqlStep[]) => WriteOp;

export function step(statement: Sql): SqlStep {
  return { statement };
}

/** A step that is refused unless it changes something. */
export function changing(refusal: Refusal, statement: Sql): SqlStep {
  return { statement, expect: { of: 'change', refusal } };
}

/** A question that must find nothing. */
export function absent(refusal: Refusal, statement: Sql): SqlStep {
  return { statement, expect: { of: 'absence', refusal } };
}
