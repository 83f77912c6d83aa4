import { LoopInfo, MapEntry } from './boxed.ts';
import { readMethod } from './method.ts';
import { isNumber, kindOf, toBigInt } from './number-kind.ts';
import { numberText } from './number-text.ts';
import { getKey, isMap, isPlainObject, keysOf, sizeOf } from './plain-map.ts';
import { ValueError } from './value-error.ts';

const { getPrototypeOf, hasOwn } = Object;
const objectPrototype = Object.prototype;

/**
 * `a.name`: the value under a key, a part of a loop or entry, or what a method of a text or list gives that takes no
 * arguments; undefined when there is none. Own properties of plain data only: no prototype, no host object can be
 * reached.
 */
export function memberOf(object: unknown, name: string): unknown {
  if (typeof object === 'string') return readMethod(object, name);
  if (typeof object !== 'object' || object === null) return undefined;
  const prototype: unknown = getPrototypeOf(object);
  // the ordinary case first: data out of JSON
  if (prototype === objectPrototype || prototype === null || isPlainObject(object)) {
    return hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
  }
  if (object instanceof LoopInfo) return loopMember(object, name);
  if (object instanceof MapEntry) return name === 'key' ? object.key : name === 'value' ? object.value : undefined;
  if (Array.isArray(object)) return itemAt(object, name);
  return isMap(object) ? getKey(object, name) : undefined;
}

/** `a[key]`: a key of a map, or an index of a list (a number, or a text of digits); undefined when there is none. */
export function valueAt(object: unknown, key: unknown): unknown {
  if (typeof key === 'string') return memberOf(object, key);
  if (Array.isArray(object)) return isNumber(key) ? (object as unknown[])[Number(toBigInt(key))] : undefined;
  if (!isMap(object)) return undefined;
  if (!isNumber(key)) return getKey(object, key);
  const first = keysOf(object)[0];
  if (sizeOf(object) > 0 && (!isNumber(first) || !(object instanceof Map))) {
    throw new ValueError(`type class java.lang.String not supported for key ${numberText(key)}`);
  }
  for (const candidate of keysOf(object)) {
    const isSame = isNumber(candidate) && kindOf(candidate).startsWith('Big') === kindOf(key).startsWith('Big');
    if (isSame && toBigInt(candidate) === toBigInt(key)) return getKey(object, candidate);
  }
  return undefined;
}

function loopMember({ index, length }: LoopInfo, name: string): unknown {
  switch (name) {
    case 'index':
      return index;
    case 'revindex':
      return length - index - 1;
    case 'length':
      return length;
    case 'first':
      return index === 0;
    case 'last':
      return index === length - 1;
    default:
      return undefined;
  }
}

function itemAt(list: readonly unknown[], name: string): unknown {
  return /^\d{1,10}$/.test(name) ? list[Number(name)] : readMethod(list, name);
}
