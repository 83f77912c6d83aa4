/** Values that many queries hold. */
import { z } from 'zod';

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true');
/** A parameter that may be repeated. */
export const oneOrMany = z.union([z.string(), z.array(z.string())]);
/** Counts from 1. */
export const revisionNumber = z.coerce.number().int().min(1);
