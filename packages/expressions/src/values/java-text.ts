import { Character, InstantValue, LoopInfo, MapEntry } from './boxed.ts';
import { instantText } from './instant-text.ts';
import { isNumber } from './number-kind.ts';
import { numberText } from './number-text.ts';
import { entriesOf, isMap } from './plain-map.ts';
import { Walk } from './walk.ts';

/** Deeper data than this is cut off: a walk over it must not exhaust the stack. */
const deepestData = 500;

/** The form of Java's `toString`: map `{a=1, b=x}`, list `[1, a]`, null `null`. */
export function javaText(value: unknown, depth = 0, walk?: Walk): string {
  if (typeof value === 'string') {
    walk?.text(value.length);
    return value;
  }
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (isNumber(value)) return numberText(value);
  if (depth > deepestData) return '…';
  if (value instanceof Character) return value.value;
  return containerText(value, depth, walk ?? new Walk());
}

function containerText(value: unknown, depth: number, walk: Walk): string {
  walk.step();
  const inner = (item: unknown): string => javaText(item, depth + 1, walk);
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (value instanceof MapEntry) return `${inner(value.key)}=${inner(value.value)}`;
  if (value instanceof InstantValue) return instantText(value.epochNanoseconds);
  if (value instanceof Set) return containerText([...value], depth, walk);
  if (value instanceof LoopInfo) return loopText(value);
  if (isMap(value)) {
    const entries = entriesOf(value).map(([k, v]) => `${inner(k)}=${inner(v)}`);
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
