/** From what templates give (texts above all) to what a schema asks for. */
import type { z } from 'zod';
import { z as zod } from 'zod';

/**
 * The value with texts turned into the numbers, booleans, lists and maps that the schema wants, and with scalars turned
 * into text where it wants text (lists and maps become JSON). What cannot be converted stays as it is: the schema then
 * refuses it with its own words. Never throws.
 */
export function convertProperties(schema: z.core.$ZodType, value: unknown): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return value === undefined || value === null ? value : convertProperties(def.innerType, value);
    case 'pipe':
      return convertProperties(def.in, value);
    case 'lazy':
      return convertProperties(def.getter(), value);
    case 'number':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'string':
    case 'enum':
    case 'literal':
      return toText(value);
    case 'array': {
      const list = fromJson(value, '[');
      return Array.isArray(list) ? list.map((item) => convertProperties(def.element, item)) : value;
    }
    case 'record': {
      const map = fromJson(value, '{');
      return isMap(map) ? mapValues(map, (item) => convertProperties(def.valueType, item)) : value;
    }
    case 'object': {
      const map = fromJson(value, '{');
      if (!isMap(map)) return value;
      return mapValues(map, (item, key) => {
        const property = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
        return property === undefined ? item : convertProperties(property, item);
      });
    }
    case 'union':
      return convertToOneOf(def.options, value);
    default:
      return value;
  }
}

/** The first alternative that takes the value: as it is, else converted without changing its kind, else converted at all. */
function convertToOneOf(options: readonly z.core.$ZodType[], value: unknown): unknown {
  if (options.some((option) => zod.safeParse(option, value).success)) return value;
  const fitting = options
    .map((option) => ({ option, converted: convertProperties(option, value) }))
    .filter(({ option, converted }) => zod.safeParse(option, converted).success);
  return (fitting.find(({ converted }) => kindOf(converted) === kindOf(value)) ?? fitting[0] ?? { converted: value })
    .converted;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function toText(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function fromJson(value: unknown, opening: string): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith(opening)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(map: Readonly<Record<string, unknown>>, convert: (value: unknown, key: string) => unknown): object {
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(map)) result[key] = convert(value, key);
  return result;
}
