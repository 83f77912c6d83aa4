import type { SqlStep, Write } from '@windhover/sql';
import { textOf } from './dialect.ts';
import { writeOp, type Step } from './step.ts';

export const sqlWrite: Write = (...steps) => writeOp(...steps.map(toStep));

function toStep({ statement, expect }: SqlStep): Step {
  return { sql: textOf(statement), rows: [statement.values], ...(expect && { expect }) };
}
