/** What a value is: typed by how it is written, or by the type that was asked for. */
import { parseDuration } from '@windhover/expressions';
import { InvalidEntity, parseInputJson, type Json, type KvType } from '@windhover/model';

export interface TypedValue {
  readonly type: KvType;
  readonly value: Json;
}

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/;
const date = /^\d{4}-\d{2}-\d{2}$/;
const duration = /^-?P(?=.)(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/;

/**
 * The value behind a raw text: JSON is read as such, so a quoted text is STRING; an unquoted date, instant or duration is
 * that; whatever is nothing of these is STRING as it stands. Throws `InvalidEntity` for numbers that cannot be kept exactly.
 */
export function readKvText(text: string): TypedValue {
  const trimmed = text.trim();
  const parsed = parseJson(trimmed);
  if (parsed !== undefined) return typeOf(parsed);
  return { type: momentType(trimmed) ?? 'STRING', value: momentType(trimmed) === undefined ? text : trimmed };
}

/**
 * A value as a task gives it, brought to the type asked for; without one, typed by what it is. Throws `InvalidEntity` for
 * what is not of the type, and for numbers that cannot be kept exactly.
 */
export function toKvValue(value: Json | bigint, type: KvType | undefined): TypedValue {
  if (type === 'STRING') return { type, value: asText(value) };
  if (!isExact(value)) throw inexact(asText(value));
  if (type === undefined) return typeOf(value);
  const refuse = (): InvalidEntity =>
    new InvalidEntity({ reason: `value '${asText(value)}' is not of the KV type ${type}` });
  const text = asText(value);
  switch (type) {
    case 'NUMBER': {
      const number = Number(text);
      if (text.trim() === '' || Number.isNaN(number)) throw refuse();
      if (/^\s*[-+]?\d+\s*$/.test(text) ? !Number.isSafeInteger(number) : !Number.isFinite(number)) throw inexact(text);
      return { type, value: number };
    }
    case 'BOOLEAN':
      if (text !== 'true' && text !== 'false') throw refuse();
      return { type, value: text === 'true' };
    case 'DATETIME':
    case 'DATE':
    case 'DURATION':
      if (momentType(text) !== type) throw refuse();
      return { type, value: text };
    case 'JSON': {
      if (typeof value !== 'string') return { type, value };
      const parsed = parseJson(value);
      if (parsed === undefined) throw refuse();
      return { type, value: parsed };
    }
  }
}

function typeOf(value: Json): TypedValue {
  switch (typeof value) {
    case 'number':
      return { type: 'NUMBER', value };
    case 'boolean':
      return { type: 'BOOLEAN', value };
    case 'string':
      return { type: 'STRING', value };
    default:
      return { type: 'JSON', value };
  }
}

function momentType(text: string): 'DATETIME' | 'DATE' | 'DURATION' | undefined {
  if (dateTime.test(text) && !Number.isNaN(Date.parse(text))) return 'DATETIME';
  if (date.test(text) && !Number.isNaN(Date.parse(text))) return 'DATE';
  if (!duration.test(text)) return undefined;
  try {
    parseDuration(text);
    return 'DURATION';
  } catch {
    return undefined; // looks like a duration, but is none: a text then
  }
}

/** Tasks give integers that no number holds as bigints, at any depth. */
function isExact(value: Json | bigint): value is Json {
  if (typeof value === 'bigint') return false;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact);
}

function inexact(digits: string): InvalidEntity {
  const reason = `value: the number ${digits.trim()} cannot be kept exactly; keep it as text, in quotes or as STRING`;
  return new InvalidEntity({ reason });
}

function asText(value: Json | bigint): string {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}

/** What is nested deeper than inputs may be is a text, too: nothing could show it. */
function parseJson(text: string): Json | undefined {
  try {
    return parseInputJson(text, (digits) => {
      throw inexact(digits);
    });
  } catch (error) {
    if (error instanceof InvalidEntity) throw error;
    return undefined; // not JSON is an answer here, not a failure
  }
}
