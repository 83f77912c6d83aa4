/** Identifiers: what is a valid one, and how time-ordered ids are made. */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const flowIdPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;
export const namespacePattern = /^[a-z0-9][a-z0-9._-]*$/;
export const taskIdPattern = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/;
export const inputIdPattern = /^[a-zA-Z0-9][.a-zA-Z0-9_-]*$/;
export const tenantIdPattern = /^[a-z0-9][a-z0-9_-]*$/;
export const executionIdPattern = /^[0-9A-Za-z]{22}$/;

/** Base-62 digits of a number (0 gives '0'); digits before upper before lower case, so text order is number order at equal length. */
export function toBase62(value: number): string {
  if (value === 0) return '0';
  let rest = value;
  let text = '';
  while (rest > 0) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The number behind base-62 digits; undefined when a character is no digit or the number is not a safe integer. */
export function fromBase62(text: string): number | undefined {
  if (text === '') return undefined;
  let value = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    value = value * 62 + digit;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * A time-ordered id: a UUIDv7 in 22 base-62 characters, left-padded with '0', so text order is time order.
 * `at` is in epoch milliseconds, `random` gives the 74 random bits (at least 10 bytes are used).
 */
export function timeOrderedId(at: number, random: Uint8Array): string {
  const high = Math.floor(at / 0x1_0000);
  const limbs = [
    Math.floor(high / 0x1_0000),
    high % 0x1_0000,
    at % 0x1_0000,
    0x7000 | (((random[0]! << 8) | random[1]!) & 0xfff),
    0x8000 | (((random[2]! << 8) | random[3]!) >> 2),
    ((random[3]! & 0x3) << 14) | (random[4]! << 6) | (random[5]! >> 2),
    ((random[5]! & 0x3) << 14) | (random[6]! << 6) | (random[7]! >> 2),
    ((random[7]! & 0x3) << 14) | (random[8]! << 6) | (random[9]! & 0x3f),
  ];
  // Five digits at a time, the last first: numbers all the way, since big ones take three times as long
  let text = '';
  while (text.length < 20) text = digits(divide(limbs, 62 ** 5), 5) + text;
  return digits(divide(limbs, 62 ** 2), 2) + text;
}

/** Divides a number of 16-bit limbs, the highest first, in place; answers the remainder. */
function divide(limbs: number[], divisor: number): number {
  let remainder = 0;
  for (let index = 0; index < limbs.length; index += 1) {
    const value = remainder * 0x1_0000 + limbs[index]!;
    limbs[index] = Math.floor(value / divisor);
    remainder = value % divisor;
  }
  return remainder;
}

function digits(value: number, count: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The public id of a task run: its execution's id followed by its ordinal in base 62. */
export function taskRunId(executionId: string, ord: number): string {
  return executionId + toBase62(ord);
}

/** The ordinal behind a task run's public id; undefined when the id is not one of this execution. */
export function ordOf(executionId: string, id: string): number | undefined {
  return id.startsWith(executionId) ? fromBase62(id.slice(executionId.length)) : undefined;
}
