import type { Label } from '../flow.ts';
import { labelProblem, toLabels } from '../labels.ts';
import type { Path } from '../problem.ts';
import { report } from './reading.ts';
import type { Reading } from './reading.ts';

/** Labels whose shape was checked already; those of the system are refused. */
export function readLabels(reading: Reading, value: unknown, path: Path): readonly Label[] {
  const labels = toLabels(value);
  const problem = labelProblem(labels);
  if (problem !== undefined) report(reading, path, { code: 'SYSTEM_LABEL', message: problem });
  return labels;
}
