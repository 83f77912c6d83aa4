import { operatorsByLength } from './operators.ts';
import { tokenizeString } from './tokenize-string.ts';
import type { Tokenizer } from './tokenizer.ts';
import { fail, put } from './tokenizer.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const space = /\s+/y;
const name = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const number = /[0-9]+(?:\.[0-9]+)?/y;
const wordStart = /[\p{L}\p{Nd}_]/uy;
const punctuation = new Set('()[]{}?:.,=');

/** A list within a list within an interpolation …: past this the source is no template that anybody wrote. */
const deepestInterpolation = 50;

/**
 * Reads tokens up to the closing delimiter (`}}`, `%}`, or the `}` of an interpolation), which is only looked for
 * outside brackets, so that `{{ {'a':1} }}` closes its map first. Returns false when it was given up after a mistake
 * in tolerant mode.
 */
export function tokenizeExpression(t: Tokenizer, close: '}}' | '%}' | '}', depth = 0): boolean {
  const brackets: { readonly open: string; readonly at: number }[] = [];
  const { source } = t;
  while (true) {
    skipSpace(t);
    const start = t.offset;
    const char = source[start];
    if (char === undefined) {
      const open = brackets.at(-1);
      if (open === undefined) return true;
      return giveUp(t, `Unclosed "${open.open}"`, open.at, close);
    }
    if (brackets.length === 0 && readClosing(t, close)) return true;
    if (readOperator(t)) continue;
    if (readWord(t)) continue;
    if (char === '"' || char === "'") {
      if (depth > deepestInterpolation) return giveUp(t, 'Interpolations are nested too deeply', start, close);
      const mistake = tokenizeString(t, depth);
      if (mistake === undefined) continue;
      return giveUp(t, mistake.message, mistake.at, close);
    }
    if (!punctuation.has(char)) {
      return giveUp(t, `Unexpected character [${String.fromCodePoint(source.codePointAt(start) ?? 0)}]`, start, close);
    }
    if (char in closers) brackets.push({ open: char, at: start });
    else if (char === ')' || char === ']' || char === '}') {
      const open = brackets.pop();
      if (open === undefined) return giveUp(t, `Unexpected "${char}"`, start, close);
      if (closers[open.open] !== char) return giveUp(t, `Unclosed "${open.open}"`, open.at, close);
    }
    t.offset = start + 1;
    put(t, 'PUNCTUATION', char, start, t.offset);
  }
}

function skipSpace(t: Tokenizer): void {
  space.lastIndex = t.offset;
  if (space.test(t.source)) t.offset = space.lastIndex;
}

function readClosing(t: Tokenizer, close: '}}' | '%}' | '}'): boolean {
  const { source, offset } = t;
  if (close === '}') {
    if (source[offset] !== '}') return false;
    t.offset = offset + 1;
    put(t, 'STRING_INTERPOLATION_END', '}', offset, t.offset);
    return true;
  }
  const dash = source[offset] === '-' && source.startsWith(close, offset + 1);
  if (!dash && !source.startsWith(close, offset)) return false;
  t.offset = offset + (dash ? 3 : 2);
  t.trimNext = dash;
  put(t, close === '}}' ? 'PRINT_END' : 'EXECUTE_END', source.slice(offset, t.offset), offset, t.offset);
  return true;
}

function readOperator(t: Tokenizer): boolean {
  const { source, offset } = t;
  for (const operator of operatorsByLength) {
    if (!source.startsWith(operator, offset)) continue;
    const end = offset + operator.length;
    if (/[a-z]/i.test(operator)) {
      wordStart.lastIndex = end;
      if (wordStart.test(source)) continue;
    }
    t.offset = end;
    put(t, 'OPERATOR', operator, offset, end);
    return true;
  }
  return false;
}

function readWord(t: Tokenizer): boolean {
  const { source, offset } = t;
  name.lastIndex = offset;
  if (name.test(source)) {
    t.offset = name.lastIndex;
    put(t, 'NAME', source.slice(offset, t.offset), offset, t.offset);
    return true;
  }
  number.lastIndex = offset;
  if (!number.test(source)) return false;
  const end = number.lastIndex;
  const text = source.slice(offset, end);
  const isLong = source[end] === 'L' && !text.includes('.');
  t.offset = isLong ? end + 1 : end;
  put(t, isLong ? 'LONG' : 'NUMBER', text, offset, t.offset);
  return true;
}

/** An empty message was reported further in. In tolerant mode the construct becomes an ERROR token, and reading goes on behind the next closing delimiter. */
function giveUp(t: Tokenizer, message: string, at: number, close: '}}' | '%}' | '}'): false {
  if (message !== '') fail(t, message, at);
  put(t, 'ERROR', '', at, at);
  if (close === '}') return false;
  const end = t.source.indexOf(close, t.offset);
  if (end === -1) {
    t.offset = t.source.length;
    return false;
  }
  t.offset = end + 2;
  put(t, close === '}}' ? 'PRINT_END' : 'EXECUTE_END', close, end, t.offset);
  return false;
}
