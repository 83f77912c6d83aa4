/** Flows on the wire. */
import { z } from 'zod';

/** A flow as written, with what the server knows on top; further properties are those of the source. */
export const flowSchema = z.looseObject({
  id: z.string(),
  namespace: z.string(),
  revision: z.number(),
  disabled: z.boolean(),
  draft: z.boolean(),
  deleted: z.boolean(),
  /** The text as it was saved; only where it is asked for. */
  source: z.string().optional(),
  /** Why it cannot be executed. */
  exception: z.string().optional(),
});

export const problemSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  path: z.string(),
  /** Lines and columns count from 1; the end is exclusive. */
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
  remedy: z.string().optional(),
});

export const flowValidationSchema = z.object({
  index: z.number(),
  namespace: z.string().optional(),
  flow: z.string().optional(),
  /** All errors in one text; only when there are any. */
  constraints: z.string().optional(),
  outdated: z.boolean(),
  deprecationPaths: z.array(z.string()).readonly(),
  warnings: z.array(z.string()).readonly(),
  infos: z.array(z.string()).readonly(),
  /** Everything once more with places, for editors. */
  problems: z.array(problemSchema).readonly(),
});

export const flowNameSchema = z.object({ id: z.string(), namespace: z.string() });
