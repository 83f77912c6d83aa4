/** From what was given for an input or output (text, JSON, a default) to its typed value. */
import { instantToText, parseDuration } from '@windhover/expressions';
import type { Input, InputType } from '../flow.ts';
import type { Json } from '../json.ts';
import { textOf } from '../text-of.ts';
import { brokenRule } from './input-rules.ts';
import { parseInputJson, parseInputYaml } from './parse-structured.ts';
import { toDate, toInstant, toTime } from './moments.ts';

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
      return toNumber(
        input.type,
        given,
        /^[-+]?\d+$/,
        (value) => Number.isInteger(value) && Math.abs(value) <= 2 ** 31,
      );
    case 'FLOAT':
      return toNumber(input.type, given, /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i, Number.isFinite);
    case 'BOOLEAN':
    case 'BOOL':
      return given === true || (typeof given === 'string' && given.trim().toLowerCase() === 'true');
    case 'DATETIME':
      return expected(input.type, given, (text) => instantToText(toInstant(text)));
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
    case 'ION':
      return typeof given === 'string' ? expected(input.type, given, parseInputYaml) : (given as Json);
    case 'OBJECT':
    case 'FORM': {
      const value = typeof given === 'string' ? expected(input.type, given, parseInputYaml) : (given as Json);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
      throw new RangeError(`Expected \`${input.type}\` but received \`${textOf(given)}\``);
    }
  }
}

function toNumber(type: InputType, given: unknown, pattern: RegExp, isValid: (value: number) => boolean): number {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : '';
  const value = typeof given === 'number' ? given : pattern.test(text) ? Number(text) : Number.NaN;
  if (!isValid(value)) throw new RangeError(`Expected \`${type}\` but received \`${textOf(given)}\``);
  return value;
}

function expected<T>(type: InputType, given: unknown, parse: (text: string) => T): T {
  const text = textOf(given);
  try {
    return parse(text);
  } catch (cause) {
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    throw new RangeError(`Expected \`${type}\` but received \`${shown}\` with errors: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function toList(input: Declared, given: unknown): Json {
  const list = typeof given === 'string' ? expected(input.type, given, parseInputJson) : (given as Json);
  if (!Array.isArray(list)) throw new RangeError(`Expected \`${input.type}\` but received \`${textOf(given)}\``);
  const itemType = (input.options['itemType'] ?? 'STRING') as InputType;
  return list.map((item: Json): Json => {
    const outcome = convertInput({ type: itemType, options: {} }, item);
    if (outcome.ok) return outcome.value;
    throw new RangeError(`Unable to parse array element as \`${itemType}\` on \`${textOf(item)}\``);
  });
}
