/** From what was given for an input or output (text, JSON, a default) to its typed value. */
import { instantToText, parseDuration } from '@windhover/expressions';
import { RE2JS } from 're2js';
import type { Input, InputType } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
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
      return toText(given);
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
      throw new RangeError(`Expected \`${input.type}\` but received \`${toText(given)}\``);
    }
  }
}

/** Text as it is; lists and maps as JSON. */
export function toText(given: unknown): string {
  if (typeof given === 'string') return given;
  return typeof given === 'object' ? JSON.stringify(given) : String(given);
}

function toNumber(type: InputType, given: unknown, pattern: RegExp, isValid: (value: number) => boolean): number {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : '';
  const value = typeof given === 'number' ? given : pattern.test(text) ? Number(text) : Number.NaN;
  if (!isValid(value)) throw new RangeError(`Expected \`${type}\` but received \`${toText(given)}\``);
  return value;
}

function expected<T>(type: InputType, given: unknown, parse: (text: string) => T): T {
  const text = toText(given);
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
  if (!Array.isArray(list)) throw new RangeError(`Expected \`${input.type}\` but received \`${toText(given)}\``);
  const itemType = (input.options['itemType'] ?? 'STRING') as InputType;
  return list.map((item: Json): Json => {
    const outcome = convertInput({ type: itemType, options: {} }, item);
    if (outcome.ok) return outcome.value;
    throw new RangeError(`Unable to parse array element as \`${itemType}\` on \`${toText(item)}\``);
  });
}

const email = /^[^\s@]+@[^\s@]+$/;
const uri = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;
const fileUri = /^(?:kestra|nsfile|file):\/\/\S*$/i;

/** Why a typed value is not allowed; undefined when it is. */
function brokenRule(input: Declared, value: Json): string | undefined {
  const { options } = input;
  switch (input.type) {
    case 'STRING':
    case 'SECRET':
      return typeof options['validator'] === 'string' && !RE2JS.matches(options['validator'], String(value))
        ? `it must match the pattern \`${options['validator']}\``
        : undefined;
    case 'EMAIL':
      return value === '' || email.test(String(value)) ? undefined : 'it must be a valid email address';
    case 'URI':
      return uri.test(String(value)) ? undefined : 'it must be a valid URI with a scheme and `://`';
    case 'INT':
    case 'FLOAT':
      return outOfRange(options, 'min', 'max', (bound) => Number(bound), Number(value), 'more than', 'less than');
    case 'DURATION':
      return outOfRange(options, 'min', 'max', parseDuration, parseDuration(String(value)), 'more than', 'less than');
    case 'DATETIME':
      return outOfRange(options, 'after', 'before', toInstant, toInstant(String(value)), 'after', 'before');
    case 'DATE':
      return outOfRange(options, 'after', 'before', toDate, String(value), 'after', 'before');
    case 'TIME':
      return outOfRange(options, 'after', 'before', toTime, String(value), 'after', 'before', shortTime);
    case 'SELECT':
    case 'ENUM':
      return notOffered(options, [value]);
    case 'MULTISELECT':
      return notOffered(options, value as readonly Json[]);
    case 'FILE':
      return brokenFile(options, String(value));
    default:
      return undefined;
  }
}

function outOfRange<T extends number | string>(
  options: JsonObject,
  lower: string,
  upper: string,
  parse: (text: string) => T,
  value: T,
  above: string,
  below: string,
  show: (bound: string) => string = (bound) => bound,
): string | undefined {
  const least = options[lower];
  const most = options[upper];
  if (isBound(least) && value < parse(String(least))) return `it must be ${above} \`${show(String(least))}\``;
  if (isBound(most) && value > parse(String(most))) return `it must be ${below} \`${show(String(most))}\``;
  return undefined;
}

function isBound(bound: Json | undefined): bound is string | number {
  return typeof bound === 'string' || typeof bound === 'number';
}

/** Seconds that are zero are left out: `01:00`. */
function shortTime(text: string): string {
  return text.replace(/^(\d\d:\d\d):00$/, '$1');
}

function notOffered(options: JsonObject, values: readonly Json[]): string | undefined {
  const offered = options['values'] ?? options['options'];
  if (!Array.isArray(offered) || options['allowCustomValue'] === true) return undefined;
  const allowed = values.every((value) => offered.includes(value));
  return allowed ? undefined : `it must match the values \`[${offered.join(', ')}]\``;
}

function brokenFile(options: JsonObject, value: string): string | undefined {
  if (!fileUri.test(value)) return 'it must be a file or a URI that begins with kestra://, nsfile:// or file://';
  const extensions = options['allowedFileExtensions'];
  if (!Array.isArray(extensions) || extensions.length === 0) return undefined;
  const name = value.toLowerCase();
  return extensions.some((extension) => name.endsWith(String(extension).toLowerCase()))
    ? undefined
    : `its name must end in one of \`${extensions.join(', ')}\``;
}
