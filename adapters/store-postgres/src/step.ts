/** Writes as values: what a `WriteOp` of this adapter is inside. */
import type { WriteOp } from '@windhover/ports';
import type { Expectation } from '@windhover/sql';
import type { SqlValue } from './connection/statement.ts';
import type { Part } from './part.ts';

/** One statement, carried out once a row of parameters. */
export interface Step {
  readonly sql: string;
  readonly rows: readonly (readonly SqlValue[])[];
  readonly expect?: Expectation;
  /** The message that it keeps; it answers its version. */
  readonly announces?: string;
}

/** Steps of one part, in order. */
export interface Write {
  readonly part: Part;
  readonly steps: readonly Step[];
}

export function writeOp(...writes: readonly Write[]): WriteOp {
  return { writes } as unknown as WriteOp;
}

export function writesOf(operation: WriteOp): readonly Write[] {
  return (operation as unknown as { readonly writes: readonly Write[] }).writes;
}
