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
  let value = (BigInt(at) << 80n) | (0x7n << 76n) | ((BigInt((random[0]! << 8) | random[1]!) & 0xfffn) << 64n);
  let low = 0x2n;
  for (let index = 2; index < 9; index += 1) low = (low << 8n) | BigInt(random[index]!);
  low = (low << 6n) | BigInt(random[9]! & 0x3f);
  value |= low & 0xffffffffffffffffn;
  let text = '';
  for (let index = 0; index < 22; index += 1) {
    text = alphabet[Number(value % 62n)] + text;
    value /= 62n;
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
