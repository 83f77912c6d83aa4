/** Writes as values: what travels to the writer thread, and what a `WriteOp` of this adapter is inside. */
import type { WriteOp } from '@windhover/ports';
import type { Expectation } from '@windhover/sql';

export type SqlValue = null | number | string;

/** With `idAt` the refusal takes its id from that parameter of the row that failed. */
export interface StepExpectation extends Expectation {
  readonly idAt?: number;
}

/** One statement, carried out once a row of parameters. */
export interface Step {
  readonly sql: string;
  readonly rows: readonly (readonly SqlValue[])[];
  readonly expect?: StepExpectation;
  /** The row that the statement returns is the unit's answer. */
  readonly answers?: boolean;
}

export function writeOp(...steps: readonly Step[]): WriteOp {
  return { steps } as unknown as WriteOp;
}

export function stepsOf(operation: WriteOp): readonly Step[] {
  return (operation as unknown as { readonly steps: readonly Step[] }).steps;
}
