import { Character, InstantValue, LoopInfo, MapEntry } from './boxed.ts';
import { instantText } from './instant-text.ts';
import { isNumber } from './number-kind.ts';
import { numberText } from './number-text.ts';
import { entriesOf, isMap } from './plain-map.ts';

/** Deeper data than this is cut off: a walk over it must not exhaust the stack. */
const deepestData = 500;

/** The form of Java's `toString`: map `{a=1, b=x}`, list `[1, a]`, null `null`. */
export function javaText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (isNumber(value)) return numberText(value);
  if (depth > deepestData) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => javaText(item, depth + 1)).join(', ')}]`;
  if (value instanceof Character) return value.value;
  if (value instanceof MapEntry) return `${javaText(value.key, depth + 1)}=${javaText(value.value, depth + 1)}`;
  if (value instanceof InstantValue) return instantText(value.epochNanoseconds);
  if (value instanceof Set) return javaText([...value], depth);
  if (value instanceof LoopInfo) return loopText(value);
  if (isMap(value)) {
    const entries = entriesOf(value).map(([k, v]) => `${javaText(k, depth + 1)}=${javaText(v, depth + 1)}`);
    return `{${entries.join(', ')}}`;
  }
  // a host object that the embedder let slip in: nothing of it may show
  return '';
}

/** The order is that of the original's hash map. */
function loopText({ index, length }: LoopInfo): string {
  const revindex = length - index - 1;
  return `{last=${revindex === 0}, length=${length}, index=${index}, revindex=${revindex}, first=${index === 0}}`;
}
