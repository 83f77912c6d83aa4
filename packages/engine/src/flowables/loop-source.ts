/** Where a Loop's values stand, from what its `values` came to. */
import type { Json } from '@windhover/model';
import { textOf } from '../text-of.ts';
import type { LoopValue } from '../types.ts';

type Value = Omit<LoopValue, 'end'>;

/** On the row itself, or in a file: a value on each line, of a map as `[key, value]`. */
export type LoopSource = { readonly values: readonly Value[] } | { readonly uri: string; readonly isKeyed?: boolean };

/** More than so many, or so many characters of JSON, are kept in a file: the row is written again with each iteration. */
const mostInline = 100;
const longestInline = 4_000;

/** Or why there are none. */
export function loopSource(
  values: unknown,
): LoopSource | { readonly tooMany: readonly Value[]; readonly isKeyed: boolean } | string {
  if (typeof values === 'string' && values.startsWith('kestra://')) return { uri: values };
  const found = typeof values === 'string' ? parsed(values) : values;
  const isKeyed = !Array.isArray(found);
  const list = isKeyed ? ofMap(found) : found.map((value: unknown): Value => ({ value: toPlain(value) }));
  if (list === undefined) {
    return `The values are no list, no map, no JSON text of one of them and no address of a file (kestra:///…): ${shortText(values)}`;
  }
  const nulls = list.filter(({ value }) => value === null || value === undefined).length;
  if (nulls > 0) return `Found '${nulls}' null values on Loop, with values=${shortText(values)}`;
  const isSmall = list.length <= mostInline && JSON.stringify(list).length <= longestInline;
  return isSmall ? { values: list } : { tooMany: list, isKeyed };
}

function ofMap(found: unknown): Value[] | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  const entries: Iterable<[unknown, unknown]> = found instanceof Map ? found : Object.entries(found);
  return Array.from(entries, ([key, value]): Value => ({ key: textOf(key), value: toPlain(value) }));
}

/** Expressions have maps and numbers of their own kinds. */
function toPlain(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (JSON.parse(textOf(value)) as Json) : ((value ?? null) as Json);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function shortText(value: unknown): string {
  const text = textOf(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
