import { ValueError } from '../values/value-error.ts';

export interface JqToken {
  readonly kind: 'number' | 'string' | 'field' | 'word' | 'variable' | 'format' | 'sign' | 'end';
  readonly value: string;
  /** Of a string: texts, and the tokens of what is interpolated between them. */
  readonly parts: readonly (string | readonly JqToken[])[];
}

const blank = /(?:\s+|#[^\n]*)+/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const field = /\.[A-Za-z_]\w*/y;
const word = /[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*/y;
const variable = /\$\s*[A-Za-z_]\w*/y;
const format = /@[A-Za-z0-9]+/y;
const sign = /\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\]{}()|,:;=<>+\-*/%?$]/y;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const deepestInterpolation = 50;
const none: readonly never[] = [];

/** Splits a jq program into tokens, ending with one of kind `end`. */
export function jqTokens(source: string): JqToken[] {
  const reader = { source, at: 0 };
  return readTokens(reader, 0, false);
}

interface Reader {
  readonly source: string;
  at: number;
}

/** Up to the end, or inside a string up to the bracket that closes the interpolation. */
function readTokens(r: Reader, depth: number, isInner: boolean): JqToken[] {
  if (depth > deepestInterpolation) throw new ValueError('the strings are nested too deeply');
  const tokens: JqToken[] = [];
  let brackets = 0;
  while (true) {
    match(r, blank);
    if (r.at >= r.source.length) {
      if (isInner) throw new ValueError('an interpolation is not closed');
      tokens.push({ kind: 'end', value: '', parts: none });
      return tokens;
    }
    const token = readToken(r, depth);
    if (token.kind === 'sign' && token.value === '(') brackets++;
    if (token.kind === 'sign' && token.value === ')' && isInner && brackets-- === 0) {
      tokens.push({ kind: 'end', value: '', parts: none });
      return tokens;
    }
    tokens.push(token);
  }
}

function readToken(r: Reader, depth: number): JqToken {
  if (r.source[r.at] === '"') return readString(r, depth);
  const digits = match(r, number);
  if (digits !== undefined) return { kind: 'number', value: digits, parts: none };
  const name = match(r, field);
  if (name !== undefined) return { kind: 'field', value: name.slice(1), parts: none };
  for (const [kind, pattern] of [
    ['word', word],
    ['variable', variable],
    ['format', format],
    ['sign', sign],
  ] as const) {
    const text = match(r, pattern);
    if (text !== undefined) return { kind, value: kind === 'variable' ? text.slice(1).trim() : text, parts: none };
  }
  throw new ValueError(`unexpected character '${r.source[r.at] ?? ''}' at ${r.at + 1}`);
}

function match(r: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = r.at;
  const found = pattern.exec(r.source);
  if (found === null) return undefined;
  r.at = pattern.lastIndex;
  return found[0];
}

function readString(r: Reader, depth: number): JqToken {
  const parts: (string | readonly JqToken[])[] = [];
  let text = '';
  for (r.at++; r.at < r.source.length;) {
    const char = r.source[r.at++] ?? '';
    if (char === '"') {
      if (text !== '' || parts.length === 0) parts.push(text);
      return { kind: 'string', value: '', parts };
    }
    if (char !== '\\') text += char;
    else if (r.source[r.at] === '(') {
      r.at++;
      if (text !== '') parts.push(text);
      text = '';
      parts.push(readTokens(r, depth + 1, true));
    } else text += readEscape(r);
  }
  throw new ValueError('a string is not closed');
}

function readEscape(r: Reader): string {
  const char = r.source[r.at++] ?? '';
  if (char === 'u') {
    const hex = /^[\da-fA-F]{4}/.exec(r.source.slice(r.at, r.at + 4))?.[0];
    if (hex === undefined) throw new ValueError('invalid \\u escape');
    r.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  const known = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
  if (known === undefined) throw new ValueError(`invalid escape \\${char}`);
  return known;
}
