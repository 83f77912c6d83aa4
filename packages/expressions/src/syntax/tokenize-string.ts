import type { Tokenizer } from './tokenizer.ts';
import { put } from './tokenizer.ts';

/**
 * Reads a string literal at the tokenizer's place. Only the own quote can be escaped; every other backslash stays.
 * In double quotes `#{expr}` is an interpolation, and then the backslash of `\"` is kept, as in the original.
 * Returns the mistake, if there is one; an inner mistake that was already reported has an empty message.
 */
export function tokenizeString(t: Tokenizer, depth: number): { message: string; at: number } | undefined {
  const { source } = t;
  const start = t.offset;
  const quote = source[start] ?? '';
  const end = scan(source, start + 1, quote);
  if (end === undefined) return { message: `Unexpected character [${quote}], the string is not closed`, at: start };
  if (source[end] === quote) {
    t.offset = end + 1;
    put(t, 'STRING', source.slice(start + 1, end).replaceAll(`\\${quote}`, quote), start, t.offset);
    return undefined;
  }
  return readInterpolated(t, start, depth);
}

function readInterpolated(t: Tokenizer, start: number, depth: number): { message: string; at: number } | undefined {
  const { source } = t;
  put(t, 'STRING_START', '"', start, start + 1);
  let partStart = start + 1;
  while (true) {
    const end = scan(source, partStart, '"');
    if (end === undefined) return { message: 'Unexpected character ["], the string is not closed', at: start };
    if (end > partStart) put(t, 'STRING', source.slice(partStart, end), partStart, end);
    if (source[end] === '"') {
      t.offset = end + 1;
      put(t, 'STRING_END', '"', end, t.offset);
      return undefined;
    }
    t.offset = end + 2;
    put(t, 'STRING_INTERPOLATION_START', '#{', end, t.offset);
    const before = t.tokens.length;
    if (!t.expression(t, '}', depth + 1)) return { message: '', at: end };
    if (t.tokens.length === before || t.tokens.at(-1)?.kind !== 'STRING_INTERPOLATION_END') {
      return { message: 'Unclosed "#{"', at: end };
    }
    partStart = t.offset;
  }
}

/** The offset of the closing quote, or of the next interpolation; undefined when the source ends first. */
function scan(source: string, from: number, quote: string): number | undefined {
  for (let at = from; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === quote) return at;
    else if (quote === '"' && char === '#' && source[at + 1] === '{') return at;
  }
  return undefined;
}
