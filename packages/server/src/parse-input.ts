/** Path, query and body through the schemas of the route, once. */
import type { AnyRoute } from '@windhover/contract';
import { BadRequest, InvalidEntity, type ErrorProblem } from '@windhover/model';
import { z } from 'zod';

/** Throws {@link InvalidEntity} that lists every problem with its path. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => toProblem(issue, value));
  const reason = problems.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`)).join(', ');
  throw new InvalidEntity({ reason }, { problems });
}

/** As {@link parseInput}, but a parameter that is required and absent is {@link BadRequest}. */
export function parseQuery(schema: z.ZodType, query: Readonly<Record<string, unknown>>): unknown {
  try {
    return parseInput(schema, query);
  } catch (error) {
    const missing = (error as InvalidEntity).problems.find(
      ({ path = '' }) => query[path.split('.', 1)[0]!] === undefined,
    );
    if (missing === undefined) throw error;
    throw new BadRequest({ reason: `the query parameter '${missing.path}' is required` }, { cause: error });
  }
}

function toProblem(issue: z.core.$ZodIssue, value: unknown): ErrorProblem {
  const path = issue.path.map(String).join('.');
  const isMissing = issue.code === 'invalid_type' && valueAt(value, issue.path) == null;
  const message = isMissing ? 'must not be null' : issue.message;
  return path === '' ? { message } : { message, path };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

/**
 * A body that is absent is an empty object, so that what is missing in it is named field by field. Clients write null for
 * what they do not set: a property that is null is none, where null means nothing of its own.
 */
export function parseBody(route: AnyRoute, body: unknown): unknown {
  if (route.body === undefined) return undefined;
  const schema = route.body.schema as z.ZodType;
  return parseInput(schema, route.body.kind === 'json' ? withoutNulls(schema, body ?? {}) : (body ?? ''));
}

function withoutNulls(schema: z.ZodType, value: unknown): unknown {
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null || Array.isArray(value))
    return value;
  const shape = schema.shape as Readonly<Record<string, z.ZodType | undefined>>;
  const isNone = (name: string): boolean => shape[name]?.safeParse(null).success === false;
  return Object.fromEntries(Object.entries(value).filter(([name, property]) => property !== null || !isNone(name)));
}
