/** From what was given for an input or output (text, JSON, a default) to its typed value. */
import { parseDuration } from '@windhover/expressions';
import type { Input, InputType } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';
import { brokenRule } from './input-rules.ts';
import { parseInputIon, parseInputJson, parseInputYaml } from './parse-structured.ts';
import { toDate, toInstantText, toTime } from './moments.ts';
import { columnsOf, propertiesOf, type ValuePart } from './value-parts.ts';

/** A value, or why there is none: a clause such as `it must be less than \`5\``. */
export type Conversion = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string };

type Declared = Pick<Input, 'type' | 'options'>;

/** Type and constraints of one value that is not null. SECRET gives its text: encrypting it is the caller's. */
export function convertInput(input: Declared, given: unknown): Conversion {
  try {
    const value = toType(input, given);
    const reason = brokenRule(input, value);
    return reason === undefined ? { ok: true, value } : { ok: false, reason };
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return { ok: false, reason: error.message };
    throw error;
  }
}

function toType(input: Declared, given: unknown): Json {
  switch (input.type) {
    case 'STRING':
    case 'EMAIL':
    case 'URI':
    case 'SECRET':
    case 'SELECT':
    case 'ENUM':
    case 'FILE':
      return textOf(given);
    case 'INT':
      return orRefused(input.type, given, () => toInt(given));
    case 'FLOAT':
      return orRefused(input.type, given, () => toFloat(given));
    case 'BOOLEAN':
    case 'BOOL':
      return given === true || (typeof given === 'string' && given.trim().toLowerCase() === 'true');
    case 'DATETIME':
      return expected(input.type, given, toInstantText);
    case 'DATE':
      return expected(input.type, given, toDate);
    case 'TIME':
      return expected(input.type, given, toTime);
    case 'DURATION':
      return expected(input.type, given, (text) => {
        parseDuration(text);
        return text.trim();
      });
    case 'ARRAY':
    case 'MULTISELECT':
      return toList(input, given);
    case 'JSON':
      return typeof given === 'string' ? expected(input.type, given, parseInputJson) : (given as Json);
    case 'YAML':
      return typeof given === 'string' ? expected(input.type, given, parseInputYaml) : (given as Json);
    case 'ION':
      return typeof given === 'string' ? expected(input.type, given, parseInputIon) : (given as Json);
    case 'TABLE':
      return toTable(input, given);
    case 'OBJECT':
      return toObject(input, given);
    case 'FORM':
    case 'REUSABLE_INPUTS':
      return toMap(input.type, given);
  }
}

const minInt = -(2 ** 31);
const maxInt = 2 ** 31 - 1;

function toInt(given: unknown): number {
  const value = toNumber(given, /^[-+]?\d+$/);
  if (!Number.isInteger(value)) throw new RangeError('it is not a whole number');
  if (value < minInt || value > maxInt) throw new RangeError(`it is not between \`${minInt}\` and \`${maxInt}\``);
  return value;
}

function toFloat(given: unknown): number {
  const value = toNumber(given, /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i);
  if (Number.isNaN(value)) throw new RangeError('it is not a number');
  if (!Number.isFinite(value)) throw new RangeError('it is too large');
  return value;
}

/** NaN unless it is a number, or a text of the pattern. */
function toNumber(given: unknown, pattern: RegExp): number {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && pattern.test(given.trim()) ? Number(given) : Number.NaN;
}

function expected<T>(type: InputType, given: unknown, parse: (text: string) => T): T {
  return orRefused(type, given, () => parse(textOf(given)));
}

function orRefused<T>(type: InputType, given: unknown, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    const text = textOf(given);
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    throw new RangeError(`Expected \`${type}\` but received \`${shown}\` with errors: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function toList(input: Declared, given: unknown): Json {
  const list = orRefused(input.type, given, () => {
    const value = typeof given === 'string' ? parseInputJson(given) : (given as Json);
    if (Array.isArray(value)) return value;
    throw new RangeError('it is not a list');
  });
  const itemType = (input.options['itemType'] ?? (input.type === 'ARRAY' ? undefined : 'STRING')) as
    | InputType
    | undefined;
  // An output may leave open what its list holds.
  if (itemType === undefined) return list;
  return list.map((item: Json): Json => {
    const outcome = convertInput({ type: itemType, options: {} }, item);
    if (outcome.ok) return outcome.value;
    throw new RangeError(`Unable to parse array element as \`${itemType}\` on \`${textOf(item)}\``);
  });
}

function toMap(type: InputType, given: unknown): JsonObject {
  return orRefused(type, given, () => {
    const value = typeof given === 'string' ? parseInputYaml(given) : (given as Json);
    if (isMap(value)) return value;
    throw new RangeError('it is not a map');
  });
}

/** With a value for each property, if they are listed; what is no property is left out. Tells all that is wrong. */
function toObject(input: Declared, given: unknown): Json {
  const map = toMap(input.type, given);
  const properties = propertiesOf(input.options);
  if (properties === undefined) return map;
  const reasons: string[] = [];
  const value = withProperties(properties, map, '', reasons);
  if (reasons.length > 0) throw new RangeError(reasons.join('; '));
  return value;
}

function withProperties(properties: readonly ValuePart[], map: JsonObject, path: string, reasons: string[]): Json {
  return Object.fromEntries(
    properties.map((property) => [property.id, toProperty(property, map, `${path}${property.id}`, reasons)]),
  );
}

function toProperty(property: ValuePart, map: JsonObject, path: string, reasons: string[]): Json {
  const given = givenFor(property, map);
  if (given === null) {
    if (property.required !== false) reasons.push(`\`${path}\` has no value`);
    return null;
  }
  const inner = property.type === 'OBJECT' ? propertiesOf(property) : undefined;
  const outcome = convertInput({ type: property.type, options: inner === undefined ? property : {} }, given);
  if (!outcome.ok) {
    reasons.push(`\`${path}\`: ${outcome.reason}`);
    return null;
  }
  return inner === undefined ? outcome.value : withProperties(inner, outcome.value as JsonObject, `${path}.`, reasons);
}

function givenFor({ id, defaults }: ValuePart, map: JsonObject): Json {
  return (Object.hasOwn(map, id) ? map[id] : undefined) ?? defaults ?? null;
}

function isMap(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Rows with a value for each column; what is no column is left out. */
function toTable(input: Declared, given: unknown): Json {
  const rows = orRefused(input.type, given, () => {
    const value = typeof given === 'string' ? parseInputYaml(given) : (given as Json);
    if (Array.isArray(value)) return value;
    throw new RangeError('it is not a list of maps');
  });
  const columns = columnsOf(input.options);
  return rows.map((row: Json, index): Json => {
    if (!isMap(row)) throw new RangeError(`row ${index + 1} must be a map`);
    return Object.fromEntries(columns.map((column) => [column.id, toCell(column, row, index + 1)]));
  });
}

function toCell(column: ValuePart, row: JsonObject, number: number): Json {
  const { id, type, required } = column;
  const given = givenFor(column, row);
  if (given === null) {
    if (required === false) return null;
    throw new RangeError(`row ${number} has no value for \`${id}\``);
  }
  const outcome = convertInput({ type, options: column }, given);
  if (outcome.ok) return outcome.value;
  throw new RangeError(`\`${id}\` of row ${number}: ${outcome.reason}`);
}
