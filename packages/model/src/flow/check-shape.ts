/** A part of the document against its schema: everything that does not fit is reported, not only the first. */
import { hasExpression } from '@windhover/expressions';
import { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { convertProperties } from '../plugins/convert-properties.ts';
import type { Path } from '../problem.ts';
import { issueText } from './issue-text.ts';
import { isData, isPresent, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/**
 * The value as the schema gives it, defaults filled in and unknown properties left out; undefined when it does not fit.
 * `known` are the names to suggest for a misspelt one.
 */
export function checkShape<Schema extends z.ZodObject>(
  reading: Reading,
  schema: Schema,
  value: unknown,
  path: Path,
  known: readonly string[] = Object.keys(schema.shape),
): z.output<Schema> | undefined {
  const outcome = schema.safeParse(convertProperties(schema, dropNulls(value)));
  checkNames(reading, schema, value, path, known);
  for (const issue of outcome.error?.issues ?? []) reportIssue(reading, issue, value, path);
  return outcome.data as z.output<Schema> | undefined;
}

/**
 * The same where expressions may stand for values of any type: what cannot be known before rendering is let pass, and
 * so are the properties in `except`.
 */
export function checkTemplates(
  reading: Reading,
  schema: z.ZodObject,
  value: Data,
  path: Path,
  except: ReadonlySet<string> = new Set(),
): void {
  const outcome = schema.safeParse(convertProperties(schema, dropNulls(value)));
  checkNames(reading, schema, value, path);
  for (const issue of outcome.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (except.has(name)) continue;
    if (!holdsExpression(valueAt(value, issue.path))) reportIssue(reading, issue, value, path);
    else if (isLiteral(schema, name)) {
      const message = 'must be written out: an expression is not rendered here';
      report(reading, [...path, ...(issue.path as Path)], { code: 'INVALID_VALUE', message });
    }
  }
}

function isLiteral({ shape }: z.ZodObject, name: string): boolean {
  return Object.hasOwn(shape, name) && propertyMeta(shape[name]!)['literal'] === true;
}

/** A property set to nothing is as good as absent. */
function dropNulls(value: unknown): unknown {
  return isData(value) ? Object.fromEntries(Object.entries(value).filter(([, item]) => isPresent(item))) : value;
}

function reportIssue(reading: Reading, issue: z.core.$ZodIssue, value: unknown, path: Path): void {
  const within = issue.code === 'invalid_union' ? issuesWithin(issue) : undefined;
  if (within !== undefined) return within.forEach((inner) => reportIssue(reading, inner, value, path));
  const found = valueAt(value, issue.path);
  const at = [...path, ...(issue.path as Path)];
  report(reading, at, { code: isPresent(found) ? 'INVALID_VALUE' : 'MISSING', message: issueText(issue, found) });
}

/** Reports properties that the schema does not know (errors) and those that it calls deprecated (warnings), at all depths. */
function checkNames(
  reading: Reading,
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
  known?: readonly string[],
): void {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ('innerType' in def) checkNames(reading, def.innerType as z.core.$ZodType, value, path);
  else if (def.type === 'array' && Array.isArray(value)) {
    value.forEach((item, index) => checkNames(reading, def.element, item, [...path, index]));
  } else if (def.type === 'record' && isData(value)) {
    for (const [key, item] of Object.entries(value)) checkNames(reading, def.valueType, item, [...path, key]);
  } else if (def.type === 'object' && isData(value)) {
    for (const [key, item] of Object.entries(value)) {
      const property = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
      const at = [...path, key];
      if (property !== undefined) {
        if (isPresent(item)) reportOutdated(reading, property, key, at);
        checkNames(reading, property, item, at);
      } else if (def.catchall === undefined) reportUnknown(reading, at, key, known ?? Object.keys(def.shape));
    }
  }
}

/** A property that the type does not have, with the one that was probably meant. */
export function reportUnknown(reading: Reading, path: Path, key: string, known: readonly string[]): void {
  if (unsupported.has(key)) {
    return report(reading, path, {
      code: 'UNKNOWN_PROPERTY',
      message: `'${key}' is not supported by this server: it would do nothing`,
      part: 'key',
      remedy: `Remove '${key}'.`,
    });
  }
  const nearest = nearestName(key, known);
  report(reading, path, {
    code: 'UNKNOWN_PROPERTY',
    message: `Unrecognized field "${key}"${nearest === undefined ? '' : `, did you mean "${nearest}"?`}`,
    part: 'key',
    remedy: nearest === undefined ? undefined : `Write '${nearest}'.`,
  });
}

/** Properties of the language that other servers obey. */
const unsupported: ReadonlySet<string> = new Set(['assets', 'policyRefs', 'workerSelector']);

function reportOutdated(reading: Reading, property: z.core.$ZodType, key: string, path: Path): void {
  const meta = propertyMeta(property);
  if (meta['deprecated'] !== true) return;
  const successor = typeof meta['replacedBy'] === 'string' ? `, use '${meta['replacedBy']}'` : '';
  report(reading, path, {
    severity: 'warning',
    code: 'DEPRECATED',
    message: `'${key}' is deprecated${successor}`,
    part: 'key',
  });
}

/** Metadata of a property, whichever of its wrappers (optional, default …) carries it. */
export function propertyMeta(property: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const { def } = (property as z.core.$ZodTypes)._zod;
  const own = z.globalRegistry.get(property) ?? {};
  return 'innerType' in def ? { ...propertyMeta(def.innerType as z.core.$ZodType), ...own } : own;
}

/** What is wrong within the one form of several that the value has; undefined when it has none of them. */
function issuesWithin({ errors, path }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | undefined {
  const meant = errors.find((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0));
  return meant?.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path)
    found = typeof found === 'object' && found !== null ? (found as Record<PropertyKey, unknown>)[step] : undefined;
  return found;
}

/** Whether a template occurs anywhere in it. */
function holdsExpression(value: unknown): boolean {
  if (typeof value === 'string') return hasExpression(value);
  if (Array.isArray(value)) return value.some(holdsExpression);
  return isData(value) && Object.entries(value).some(([key, item]) => hasExpression(key) || holdsExpression(item));
}
