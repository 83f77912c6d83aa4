/** Values that many queries hold. */
import { isoDate } from '@windhover/model';
import { z } from 'zod';

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true');
/** A parameter that may be repeated. */
export const oneOrMany = z.union([z.string(), z.array(z.string())]);
/** Counts from 1. */
export const revisionNumber = z.coerce.number().int().min(1);
/** Epoch milliseconds of a date whose time, seconds, fraction and offset may be left out; without offset it is meant in UTC. */
export const instant = z.string().transform((text, context) => {
  try {
    return isoDate(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as RangeError).message });
    return z.NEVER;
  }
});
