import type { PureFunction } from '../call-environment.ts';
import { Character } from '../values/boxed.ts';
import { isNumber, toBigInt } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';

/** Both ends included; Longs, or Characters between two one-letter texts. */
export const range: PureFunction = ([start, end, increment], environment) => {
  const { limits } = environment;
  const step = increment === undefined || increment === null ? 1n : stepOf(increment);
  if (step === 0n) throw new ValueError('The increment of the range function must be different than 0');
  const letters = [letterOf(start), letterOf(end)];
  const isLetters = letters[0] !== undefined && letters[1] !== undefined;
  if (!isLetters && !(isNumber(start) && isNumber(end))) {
    throw new ValueError('Arguments of range function must be of type Number or String with a length of 1');
  }
  const from = isLetters ? BigInt(letters[0] ?? 0) : toBigInt(start as number);
  const to = isLetters ? BigInt(letters[1] ?? 0) : toBigInt(end as number);
  const count = (to - from) / step + 1n;
  if (count > BigInt(limits.listItems)) {
    throw new ValueError(`The range function cannot produce more than ${limits.listItems} items`, 'limit');
  }
  environment.charge(Number(count > 0n ? count : 0n) >> 2);
  const items: unknown[] = [];
  for (let at = from; step > 0n ? at <= to : at >= to; at += step) {
    items.push(isLetters ? new Character(String.fromCharCode(Number(at))) : at);
  }
  return items;
};

function stepOf(increment: unknown): bigint {
  if (!isNumber(increment)) throw new ValueError('The increment of the range function must be a number');
  return toBigInt(increment);
}

function letterOf(value: unknown): number | undefined {
  const text = value instanceof Character ? value.value : value;
  return typeof text === 'string' && text.length === 1 ? text.charCodeAt(0) : undefined;
}
