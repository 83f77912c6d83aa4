import type { Filter } from '../call-environment.ts';
import type { Limits } from '../limits.ts';
import { Character } from '../values/boxed.ts';
import { classNameOf } from '../values/class-name.ts';
import { javaText } from '../values/java-text.ts';
import { isNumber, kindOf, toBigInt, toNumber } from '../values/number-kind.ts';
import type { NumberValue } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';

/** Most filters pass null on. */
export function nullStays(filter: Filter): Filter {
  return (input, args, environment) => (isNull(input) ? null : filter(input, args, environment));
}

export function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The input of filters that take texts only. */
export function textInput(input: unknown, filter: string): string {
  if (typeof input === 'string') return input;
  if (input instanceof Character) return input.value;
  throw new ValueError(`The '${filter}' filter expects a text, but got a ${classNameOf(input)}`);
}

export function textArgument(value: unknown, filter: string, argument: string): string {
  if (isNull(value)) throw new ValueError(`The '${filter}' filter expects an argument '${argument}'.`);
  return javaText(value);
}

export function numberArgument(value: unknown, filter: string, argument: string): NumberValue {
  if (isNull(value)) throw new ValueError(`The '${filter}' filter expects an argument '${argument}'.`);
  if (!isNumber(value)) {
    throw new ValueError(`The argument '${argument}' of '${filter}' must be a number, but got a ${classNameOf(value)}`);
  }
  return value;
}

/** An index or size as a JavaScript number; absurd ones are clipped to what a number can hold. */
export function integerArgument(value: unknown, filter: string, argument: string): number {
  const number = numberArgument(value, filter, argument);
  return kindOf(number) === 'Double' || kindOf(number) === 'Float'
    ? Math.trunc(toNumber(number))
    : Number(toBigInt(number));
}

/** Lists and sets, as a list. */
export function collectionItems(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof Set ? [...value] : undefined;
}

/** Refuses a text before it is built that would pass the limit. */
export function checkLength(length: number, limits: Limits): void {
  if (length > limits.textLength) {
    throw new ValueError(`The text would pass the maximum allowed size of ${limits.textLength} characters`, 'limit');
  }
}
