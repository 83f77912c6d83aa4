import { tokenizeExpression } from './tokenize-expression.ts';
import type { SyntaxProblem } from './syntax-error.ts';
import type { Token } from './token.ts';
import { fail, put } from './tokenizer.ts';
import type { Tokenizer } from './tokenizer.ts';

const rawStart = /\{%-*\s*raw\s*-*%\}/y;
const rawEnd = /\{%-*\s*endraw\s*-*%\}/g;
const verbatimStart = /\{%(-(?=\s))?\s*verbatim\s*-?%\}/y;
const verbatimEnd = /\{%(-(?=\s))?\s*endverbatim\s*(-)?%\}/g;
const openingDash = /-(?=\s)/y;

/**
 * Splits a template into tokens, always ending with EOF. Throws an ExpressionError at the first mistake; given
 * `onProblem` it reports instead, puts an ERROR token and goes on behind the delimiter that closes the construct.
 */
export function tokenize(source: string, onProblem?: (problem: SyntaxProblem) => void): Token[] {
  const t: Tokenizer = {
    source,
    tokens: [],
    offset: 0,
    trimNext: false,
    neverEnds: new Set(),
    onProblem,
    expression: tokenizeExpression,
  };
  while (t.offset < source.length) {
    const open = findOpening(source, t.offset);
    if (open === -1) {
      putText(t, source.length, false);
      break;
    }
    readConstruct(t, open);
  }
  put(t, 'EOF', '', source.length, source.length);
  return t.tokens;
}

function findOpening(source: string, from: number): number {
  for (let at = source.indexOf('{', from); at !== -1; at = source.indexOf('{', at + 1)) {
    const next = source[at + 1];
    if (next === '{' || next === '%' || next === '#') return at;
  }
  return -1;
}

function readConstruct(t: Tokenizer, open: number): void {
  const { source } = t;
  if (source[open + 1] === '%' && (readRaw(t, open) || readVerbatim(t, open))) return;
  openingDash.lastIndex = open + 2;
  const dash = openingDash.test(source);
  putText(t, open, dash);
  t.offset = open + (dash ? 3 : 2);
  if (source[open + 1] === '#') return readComment(t, open);
  const isPrint = source[open + 1] === '{';
  put(t, isPrint ? 'PRINT_START' : 'EXECUTE_START', source.slice(open, open + 2), open, t.offset);
  tokenizeExpression(t, isPrint ? '}}' : '%}');
}

function readRaw(t: Tokenizer, open: number): boolean {
  const block = findBlock(t, open, rawStart, rawEnd);
  if (block === undefined) return false;
  putText(t, open, false);
  t.offset = rawEnd.lastIndex;
  put(t, 'RAW', block.body, open, t.offset);
  return true;
}

/** The white space in front of a verbatim body is always dropped; that is how the original works. */
function readVerbatim(t: Tokenizer, open: number): boolean {
  const block = findBlock(t, open, verbatimStart, verbatimEnd);
  if (block === undefined) return false;
  putText(t, open, block.start[1] !== undefined);
  t.offset = verbatimEnd.lastIndex;
  const body = block.body.trimStart();
  put(t, 'RAW', block.end[1] === undefined ? body : body.trimEnd(), open, t.offset);
  t.trimNext = block.end[2] !== undefined;
  return true;
}

function findBlock(t: Tokenizer, open: number, startPattern: RegExp, endPattern: RegExp) {
  startPattern.lastIndex = open;
  const start = startPattern.exec(t.source);
  if (start === null || t.neverEnds.has(endPattern)) return undefined;
  endPattern.lastIndex = startPattern.lastIndex;
  const end = endPattern.exec(t.source);
  if (end === null) {
    t.neverEnds.add(endPattern);
    return undefined;
  }
  return { start, end, body: t.source.slice(open + start[0].length, end.index) };
}

function readComment(t: Tokenizer, open: number): void {
  const close = t.source.indexOf('#}', t.offset);
  if (close === -1) {
    fail(t, 'Unclosed comment.', open, t.source.length);
    t.offset = t.source.length;
    return;
  }
  t.trimNext = close > t.offset && t.source[close - 1] === '-';
  t.offset = close + 2;
}

function putText(t: Tokenizer, end: number, trimEnd: boolean): void {
  const start = t.offset;
  let text = t.source.slice(start, end);
  if (t.trimNext) text = text.trimStart();
  if (trimEnd) text = text.trimEnd();
  t.trimNext = false;
  t.offset = end;
  if (text !== '') put(t, 'TEXT', text, start, end);
}
