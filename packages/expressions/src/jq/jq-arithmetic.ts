import { chargeSearch } from '../text/charge-search.ts';
import { codePoints } from '../text/code-points.ts';
import { isIntegral, isNumber, toBigInt, toNumber } from '../values/number-kind.ts';
import type { NumberValue } from '../values/number-kind.ts';
import { entriesOf, getKey, isMap, mapOf } from '../values/plain-map.ts';
import type { PlainMap } from '../values/plain-map.ts';
import { jqFailure } from './machine.ts';
import type { Machine } from './machine.ts';
import { compareJq, describe, entryCount, toJq } from './jq-values.ts';

const longestText = 16 * 1024 * 1024;
const longestList = 1_000_000;

/** The value of `a op b`; comparisons are in jq's order of all values. */
export function operate(operator: string, a: unknown, b: unknown, machine: Machine): unknown {
  switch (operator) {
    case '+':
      return add(a, b, machine);
    case '-':
      return subtract(a, b, machine);
    case '*':
      return multiply(a, b, machine);
    case '/':
      return divide(a, b, machine);
    case '%':
      return remainder(a, b);
    case '==':
      return compareJq(a, b) === 0;
    case '!=':
      return compareJq(a, b) !== 0;
    case '<':
      return compareJq(a, b) < 0;
    case '<=':
      return compareJq(a, b) <= 0;
    case '>':
      return compareJq(a, b) > 0;
    default:
      return compareJq(a, b) >= 0;
  }
}

/** Whole numbers past 2^53 keep all their digits as far as 64 bits go; everything else is a double. */
function arithmetic(a: NumberValue, b: NumberValue, big: (x: bigint, y: bigint) => bigint, small: number): unknown {
  if (Number.isSafeInteger(small) || !Number.isInteger(small)) return small;
  if (!isIntegral(a) || !isIntegral(b)) return small;
  const exact = big(toBigInt(a), toBigInt(b));
  return BigInt.asIntN(64, exact) === exact ? exact : small;
}

function add(a: unknown, b: unknown, machine: Machine): unknown {
  if (a === null) return b;
  if (b === null) return a;
  if (isNumber(a) && isNumber(b)) return arithmetic(a, b, (x, y) => x + y, toNumber(a) + toNumber(b));
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > longestText) throw jqFailure('the text is too long');
    return a + b;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    machine.charge((a.length + b.length) >> 3);
    if (a.length + b.length > longestList) throw jqFailure('the array is too long');
    return (a as unknown[]).concat(b);
  }
  if (isMap(a) && isMap(b)) {
    const entries = [...entriesOf(a), ...entriesOf(b)];
    machine.charge(entries.length >> 1);
    return mapOf(entries);
  }
  throw jqFailure(`${describe(a)} and ${describe(b)} cannot be added`);
}

function subtract(a: unknown, b: unknown, machine: Machine): unknown {
  if (isNumber(a) && isNumber(b)) return arithmetic(a, b, (x, y) => x - y, toNumber(a) - toNumber(b));
  if (Array.isArray(a) && Array.isArray(b)) {
    machine.charge(a.length * b.length);
    return a.filter((item) => !b.some((other) => compareJq(toJq(item), toJq(other)) === 0));
  }
  throw jqFailure(`${describe(a)} and ${describe(b)} cannot be subtracted`);
}

function multiply(a: unknown, b: unknown, machine: Machine): unknown {
  if (isNumber(a) && isNumber(b)) return arithmetic(a, b, (x, y) => x * y, toNumber(a) * toNumber(b));
  if (typeof a === 'string' && isNumber(b)) return repeat(a, toNumber(b));
  if (typeof b === 'string' && isNumber(a)) return repeat(b, toNumber(a));
  if (isMap(a) && isMap(b)) return deepMerge(a, b, machine);
  throw jqFailure(`${describe(a)} and ${describe(b)} cannot be multiplied`);
}

/** Zero or less times a text is null. */
function repeat(text: string, count: number): unknown {
  if (!(count > 0)) return null;
  const times = count < 1 ? 1 : Math.floor(count);
  if (text.length * times > longestText) throw jqFailure('the text is too long');
  return text.repeat(times);
}

function deepMerge(a: PlainMap, b: PlainMap, machine: Machine, depth = 0): PlainMap {
  if (depth > 200) throw jqFailure('the objects are nested too deeply');
  machine.charge(1 + ((entryCount(a) + entryCount(b)) >> 1));
  const merged = entriesOf(b).map(([key, value]): [unknown, unknown] => {
    const mine = getKey(a, key);
    return [key, isMap(mine) && isMap(value) ? deepMerge(mine, value, machine, depth + 1) : value];
  });
  return mapOf([...entriesOf(a), ...merged]);
}

function divide(a: unknown, b: unknown, machine: Machine): unknown {
  if (isNumber(a) && isNumber(b)) {
    if (toNumber(b) === 0)
      throw jqFailure(`${describe(a)} and ${describe(b)} cannot be divided because the divisor is zero`);
    return toNumber(a) / toNumber(b);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    chargeSearch(machine, a, b);
    return a === '' ? [] : b === '' ? codePoints(a) : a.split(b);
  }
  throw jqFailure(`${describe(a)} and ${describe(b)} cannot be divided`);
}

/** Of the whole parts, with the sign of the left side. */
function remainder(a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) throw jqFailure(`${describe(a)} and ${describe(b)} cannot be divided`);
  const divisor = Math.abs(Math.trunc(toNumber(b)));
  if (divisor === 0) throw jqFailure(`${describe(a)} and ${describe(b)} cannot be divided because the divisor is zero`);
  return (Math.trunc(toNumber(a)) % divisor) + 0;
}
