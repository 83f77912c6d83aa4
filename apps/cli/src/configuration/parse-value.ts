/** Values of configuration keys as their types. */
import { parseDuration } from '@windhover/expressions';
import type { KeyType, KnownKey } from './known-key.ts';
import { isMap, type SettingsTree } from './settings-tree.ts';

export interface ValueOf {
  readonly text: string;
  readonly number: number;
  readonly boolean: boolean;
  /** Milliseconds. */
  readonly duration: number;
  /** Bytes. */
  readonly size: number;
  readonly list: readonly string[];
  readonly map: SettingsTree;
  readonly maps: readonly SettingsTree[];
  readonly any: unknown;
}

export type Parsed = { readonly value: unknown } | { readonly expected: string };

const durationUnitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const sizeUnits: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/** The value of the key's type, or what would have been expected. */
export function parseValue(key: KnownKey, value: unknown): Parsed {
  const parsed = parsers[key.type](value);
  if ('expected' in parsed) return parsed;
  if (key.oneOf !== undefined && !key.oneOf.includes(String(parsed.value)))
    return { expected: `one of ${key.oneOf.join(', ')}` };
  if (
    typeof parsed.value === 'number' &&
    (parsed.value < (key.min ?? -Infinity) || parsed.value > (key.max ?? Infinity))
  ) {
    return { expected: key.max === undefined ? `at least ${key.min}` : `a number from ${key.min ?? 0} to ${key.max}` };
  }
  return parsed;
}

const parsers: Readonly<Record<KeyType, (value: unknown) => Parsed>> = {
  text: (value) => (isScalar(value) ? { value: String(value) } : { expected: 'a text' }),
  number: (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? { value: number } : { expected: 'a number' };
  },
  boolean: (value) => {
    if (value === true || String(value).toLowerCase() === 'true') return { value: true };
    return value === false || String(value).toLowerCase() === 'false'
      ? { value: false }
      : { expected: 'true or false' };
  },
  duration: (value) => {
    const durationMs = isScalar(value) ? durationOf(String(value)) : undefined;
    return durationMs === undefined ? { expected: 'a duration such as 30s, 5m, 7d or PT1H' } : { value: durationMs };
  },
  size: (value) => {
    const match = /^(\d+)\s*([KMGT]?B)?$/i.exec(String(value).trim());
    const unit = sizeUnits[(match?.[2] ?? 'B').toUpperCase()];
    return match === null || unit === undefined
      ? { expected: 'a size such as 512KB, 10MB or 1GB' }
      : { value: Number(match[1]) * unit };
  },
  list: (value) => {
    if (Array.isArray(value))
      return value.every(isScalar) ? { value: value.map(String) } : { expected: 'a list of texts' };
    if (!isScalar(value)) return { expected: 'a list, or texts with commas between them' };
    const items = String(value)
      .split(',')
      .map((item) => item.trim());
    return { value: items.filter((item) => item !== '') };
  },
  map: (value) => (isMap(value) ? { value } : { expected: 'a map' }),
  maps: (value) => (Array.isArray(value) && value.every(isMap) ? { value } : { expected: 'a list of maps' }),
  any: (value) => ({ value }),
};

function durationOf(text: string): number | undefined {
  const short = /^(\d+)(ms|s|m|h|d)?$/.exec(text.trim());
  if (short !== null) return Number(short[1]) * (durationUnitsMs[short[2] ?? 'ms'] ?? 1);
  try {
    return parseDuration(text);
  } catch {
    return undefined; // the caller says what is expected
  }
}

export function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
