import { Character, InstantValue, LoopInfo, MapEntry } from './boxed.ts';
import { isNumber, kindOf } from './number-kind.ts';

/** The Java class that the original would hold the value in. */
export function classNameOf(value: unknown): string {
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  if (isNumber(value)) {
    const kind = kindOf(value);
    return kind.startsWith('Big') ? `java.math.${kind}` : `java.lang.${kind}`;
  }
  if (value instanceof Character) return 'java.lang.Character';
  if (value instanceof InstantValue) return 'java.time.Instant';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (value instanceof Set) return 'java.util.LinkedHashSet';
  if (value instanceof MapEntry) return 'java.util.Map.Entry';
  if (value === null || value === undefined) return 'null';
  return value instanceof LoopInfo ? 'java.util.HashMap' : 'java.util.LinkedHashMap';
}
