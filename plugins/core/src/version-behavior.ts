import { TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';

/** Which earlier versions of a thing go; the newest one never does. `type` is also the name that other servers give it. */
export function versionBehavior(type: string) {
  return z.strictObject({
    type: z.enum(['version', type]).default('version'),
    before: z.string().optional().describe('Those made before then. Example: `{{ now() | dateAdd(-1, "MONTHS") }}`.'),
    keepAmount: z.number().int().min(1).optional().describe('Those beyond so many of the newest.'),
  });
}

/** Throws unless one of the two is set. */
export function demandOneLimit({
  before,
  keepAmount,
}: {
  before?: string | undefined;
  keepAmount?: number | undefined;
}) {
  if ((before === undefined) === (keepAmount === undefined))
    throw new TaskError("Set exactly one of 'behavior.before' and 'behavior.keepAmount'");
}
