/** Path, query and body through the schemas of the route, once. */
import type { AnyRoute } from '@windhover/contract';
import { InvalidEntity, type ErrorProblem } from '@windhover/model';
import type { z } from 'zod';

/** Throws {@link InvalidEntity} that lists every problem with its path. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(toProblem);
  const reason = problems.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`)).join(', ');
  throw new InvalidEntity({ reason }, { problems });
}

function toProblem(issue: z.core.$ZodIssue): ErrorProblem {
  const path = issue.path.map(String).join('.');
  const message = issue.code === 'invalid_type' && issue.input === undefined ? 'must not be null' : issue.message;
  return path === '' ? { message } : { message, path };
}

/** A body that is absent is an empty object, so that what is missing in it is named field by field. */
export function parseBody(route: AnyRoute, body: unknown): unknown {
  if (route.body === undefined) return undefined;
  const value = body ?? (route.body.kind === 'json' ? {} : '');
  return parseInput(route.body.schema as z.ZodType, value);
}
