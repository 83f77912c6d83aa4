import type { Json } from './json.ts';

/** Only a text with such digits can hold a number that a double does not. */
const mayBeInexact = /\d{16}|\d[eE]\+?\d{3}/;
const integer = /^-?\d+$/;

/**
 * JSON without the loss of a digit: integers beyond ±(2⁵³ − 1) and numbers beyond the range of a double become what `inexact`
 * makes of their digits, a text unless said otherwise. Decimals are read as doubles. Throws a SyntaxError for what is no JSON.
 */
export function parseExactJson(text: string, inexact: (digits: string) => Json = (digits) => digits): Json {
  if (!mayBeInexact.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, (_key, value: Json, context?: { readonly source?: string }) => {
    const digits = context?.source;
    if (typeof value !== 'number' || digits === undefined || isExact(value, digits)) return value;
    return inexact(digits);
  }) as Json;
}

function isExact(value: number, digits: string): boolean {
  return integer.test(digits) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
