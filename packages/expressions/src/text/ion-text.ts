import { BigDecimal, BoxedNumber, Character, InstantValue, MapEntry } from '../values/boxed.ts';
import { decimalText } from '../values/big-decimal.ts';
import { instantText } from '../values/instant-text.ts';
import { javaText } from '../values/java-text.ts';
import { isNumber, kindOf } from '../values/number-kind.ts';
import { numberText } from '../values/number-text.ts';
import { entriesOf, isMap } from '../values/plain-map.ts';
import { Walk } from '../values/walk.ts';

const deepestData = 500;
const symbol = /^[A-Za-z_$][\w$]*$/;
/** Words that mean something else in Ion when they stand bare. */
const reserved = new Set(['null', 'true', 'false', 'nan']);

/** `{a:1,b:"x"}`: doubles with an exponent, keys quoted only when needed, null entries kept. */
export function toIonText(value: unknown): string {
  return write(value, 0, new Walk());
}

function write(value: unknown, depth: number, walk: Walk): string {
  if (typeof value === 'string') {
    walk.text(value.length);
    return quoted(value, '"');
  }
  walk.step();
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) return numeral(value);
  if (depth > deepestData) throw new RangeError('The data is nested too deeply to be printed');
  if (value instanceof Character) return quoted(value.value, '"');
  if (value instanceof InstantValue) return instantText(value.epochNanoseconds);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1, walk)).join(',')}]`;
  if (value instanceof Set) return write([...value], depth, walk);
  if (value instanceof MapEntry) return struct([[value.key, value.value]], depth, walk);
  return isMap(value) ? struct(entriesOf(value), depth, walk) : 'null';
}

function struct(entries: readonly (readonly [unknown, unknown])[], depth: number, walk: Walk): string {
  const fields = entries.map(([key, value]) => `${keyText(javaText(key))}:${write(value, depth + 1, walk)}`);
  return `{${fields.join(',')}}`;
}

function keyText(key: string): string {
  return symbol.test(key) && !reserved.has(key) && !/^\$\d+$/.test(key) ? key : quoted(key, "'");
}

function numeral(value: Parameters<typeof kindOf>[0]): string {
  if (value instanceof BigDecimal) {
    const text = decimalText(value);
    return text.includes('.') ? text : `${text}.`;
  }
  const kind = kindOf(value);
  if (kind !== 'Double' && kind !== 'Float') return numberText(value);
  const number = value instanceof BoxedNumber ? Number(value.value) : Number(value);
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? '+inf' : '-inf';
  const text = numberText(value);
  return text.includes('E') ? text : `${text.replace(/\.0$/, '')}e0`;
}

function quoted(text: string, quote: '"' | "'"): string {
  const escaped = text.replace(/[\\"'\u0000-\u001f\u007f]/g, (char) => {
    if (char === '\\') return '\\\\';
    if (char === '"' || char === "'") return char === quote ? `\\${char}` : char;
    return escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return quote + escaped + quote;
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
