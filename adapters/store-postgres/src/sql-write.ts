import type { SqlStep, Write } from '@windhover/sql';
import { textOf } from './dialect.ts';
import type { Part } from './part.ts';
import { writeOp, type Step } from './step.ts';

/** Writes of the part. */
export function sqlWrite(part: Part): Write {
  return (...steps) => writeOp({ part, steps: steps.map(toStep) });
}

function toStep({ statement, expect }: SqlStep): Step {
  return { sql: textOf(statement), rows: [statement.values], ...(expect && { expect }) };
}
