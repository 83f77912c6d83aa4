import type { CallEnvironment, PureFunction } from '../call-environment.ts';
import { isNumber, kindOf, toBigInt } from '../values/number-kind.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { isGiven } from './argument.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const nanoAlphabet = 'useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict';
const ksuidEpochSeconds = 1_400_000_000;
const longestNanoId = 1_000;

export const uuid: PureFunction = () => crypto.randomUUID();

/** A UUID in base 62. */
export const id: PureFunction = () => inBase62(BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`));

/** Sorts by its second: 4 bytes of time, 16 random ones. */
export const ksuid: PureFunction = (_, environment) => {
  const seconds = Math.floor(environment.now() / 1000) - ksuidEpochSeconds;
  const random = [...crypto.getRandomValues(new Uint8Array(16))];
  const hex = random.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return inBase62((BigInt(seconds) << 128n) + BigInt(`0x${hex}`)).padStart(27, '0');
};

export const nanoId: PureFunction = ([length, alphabet]) => {
  const size = isGiven(length) ? wholeNumber(length, 'nanoId', 'length') : 21n;
  const letters = isGiven(alphabet) ? javaText(alphabet) : nanoAlphabet;
  if (size <= 0n || size > longestNanoId)
    throw new ValueError(`The length of 'nanoId' must be from 1 to ${longestNanoId}`);
  if (letters === '' || letters.length > 256)
    throw new ValueError("The alphabet of 'nanoId' must have 1 to 256 characters");
  let text = '';
  for (let i = 0n; i < size; i++) text += letters[secureBelow(letters.length)] ?? '';
  return text;
};

/** From lower on, below upper; equal bounds give that number. */
export const randomInt: PureFunction = ([lower, upper], environment) => {
  if (!isGiven(lower)) throw new ValueError("The 'randomInt' function expects an argument lower");
  if (!isGiven(upper)) throw new ValueError("The 'randomInt' function expects an argument upper");
  const from = wholeNumber(lower, 'randomInt', 'lower');
  const to = wholeNumber(upper, 'randomInt', 'upper');
  if (to < from) throw new ValueError("In the 'randomInt' function upper is less than lower");
  return to === from ? from : from + below(to - from, environment);
};

function below(span: bigint, environment: CallEnvironment): bigint {
  if (span <= BigInt(Number.MAX_SAFE_INTEGER)) return BigInt(Math.floor(environment.random() * Number(span)));
  const high = BigInt(Math.floor(environment.random() * 2 ** 32));
  const low = BigInt(Math.floor(environment.random() * 2 ** 32));
  return (((high << 32n) | low) * span) >> 64n;
}

function wholeNumber(value: unknown, name: string, argument: string): bigint {
  if (isNumber(value) && !kindOf(value).startsWith('Big') && kindOf(value) !== 'Double') return toBigInt(value);
  throw new ValueError(`The '${name}' function expects an argument ${argument} with type integer`);
}

function secureBelow(bound: number): number {
  const limit = Math.floor(2 ** 32 / bound) * bound;
  const buffer = new Uint32Array(1);
  do crypto.getRandomValues(buffer);
  while ((buffer[0] ?? 0) >= limit);
  return (buffer[0] ?? 0) % bound;
}

function inBase62(value: bigint): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = (base62[Number(rest % 62n)] ?? '') + text;
  return text;
}
