/** Constraints of inputs: what a value of the right type may still break. */
import { parseDuration } from '@windhover/expressions';
import { RE2JS } from 're2js';
import type { Input } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';
import { toDate, toInstant, toTime } from './moments.ts';

const email = /^[^\s@]+@[^\s@]+$/;
const uri = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;
const fileUri = /^(?:kestra|nsfile|file):\/\/\S*$/i;

/** Whether a text is the address of a file, as inputs of type FILE take it. */
export function isFileUri(text: string): boolean {
  return fileUri.test(text);
}

/** Why a typed value is not allowed; undefined when it is. */
export function brokenRule(input: Pick<Input, 'type' | 'options'>, value: Json): string | undefined {
  const { options } = input;
  switch (input.type) {
    case 'STRING':
    case 'SECRET':
      return typeof options['validator'] === 'string' && !RE2JS.matches(options['validator'], textOf(value))
        ? `it must match the pattern \`${options['validator']}\``
        : undefined;
    case 'EMAIL':
      return value === '' || email.test(textOf(value)) ? undefined : 'it must be a valid email address';
    case 'URI':
      return uri.test(textOf(value))
        ? undefined
        : `Expected \`URI\` but received \`${textOf(value)}\` with errors: it must have a scheme and \`://\``;
    case 'INT':
    case 'FLOAT':
      return outOfRange(options, 'min', 'max', (bound) => Number(bound), Number(value), 'more than', 'less than');
    case 'DURATION':
      return outOfRange(options, 'min', 'max', parseDuration, parseDuration(textOf(value)), 'more than', 'less than');
    case 'DATETIME':
      return outOfRange(options, 'after', 'before', toInstant, toInstant(textOf(value)), 'after', 'before');
    case 'DATE':
      return outOfRange(options, 'after', 'before', toDate, textOf(value), 'after', 'before');
    case 'TIME':
      return outOfRange(options, 'after', 'before', toTime, textOf(value), 'after', 'before', shortTime);
    case 'SELECT':
    case 'ENUM':
      return notOffered(options, [value]);
    case 'MULTISELECT':
      return notOffered(options, value as readonly Json[]);
    case 'FILE':
      return brokenFile(options, textOf(value));
    case 'TABLE':
      return wrongNumberOfRows(options, value as readonly Json[]);
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
  if (isBound(least) && value < parse(textOf(least))) return `it must be ${above} \`${show(textOf(least))}\``;
  if (isBound(most) && value > parse(textOf(most))) return `it must be ${below} \`${show(textOf(most))}\``;
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
  const allowed = values.every((value) => offered.includes(textOf(value)));
  return allowed ? undefined : `it must match the values \`[${offered.join(', ')}]\``;
}

function wrongNumberOfRows({ rows }: JsonObject, { length }: readonly Json[]): string | undefined {
  const { min = 0, max = Infinity } = (rows ?? {}) as { readonly min?: number; readonly max?: number };
  if (length < min) return `it must have at least \`${min}\` rows`;
  return length > max ? `it must have at most \`${max}\` rows` : undefined;
}

function brokenFile(options: JsonObject, value: string): string | undefined {
  if (!isFileUri(value)) return 'it must be a file or a URI that begins with kestra://, nsfile:// or file://';
  const extensions = options['allowedFileExtensions'];
  if (!Array.isArray(extensions) || extensions.length === 0) return undefined;
  const name = value.toLowerCase();
  return extensions.some((extension) => name.endsWith(textOf(extension).toLowerCase()))
    ? undefined
    : `its name must end in one of \`${extensions.join(', ')}\``;
}
