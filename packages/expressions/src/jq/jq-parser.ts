import { ValueError } from '../values/value-error.ts';
import type { JqToken } from './jq-tokens.ts';
import type { Jq } from './syntax.ts';

export interface JqParser {
  readonly tokens: readonly JqToken[];
  at: number;
  nesting: number;
  /** Handed over, because the parts of the grammar hold each other: all of it, and what binds tighter than a comma. */
  readonly pipe: (p: JqParser) => Jq;
  readonly operators: (p: JqParser, level: number) => Jq;
}

const end: JqToken = { kind: 'end', value: '', parts: [] };
const deepestNesting = 100;

export function peek(p: JqParser, ahead = 0): JqToken {
  return p.tokens[p.at + ahead] ?? end;
}

export function next(p: JqParser): JqToken {
  const token = peek(p);
  p.at++;
  return token;
}

export function isSign(p: JqParser, value: string, ahead = 0): boolean {
  const token = peek(p, ahead);
  return token.kind === 'sign' && token.value === value;
}

export function isWord(p: JqParser, value: string): boolean {
  const token = peek(p);
  return token.kind === 'word' && token.value === value;
}

export function takeSign(p: JqParser, value: string): boolean {
  if (!isSign(p, value)) return false;
  p.at++;
  return true;
}

export function takeWord(p: JqParser, value: string): boolean {
  if (!isWord(p, value)) return false;
  p.at++;
  return true;
}

export function needSign(p: JqParser, value: string): void {
  if (!takeSign(p, value)) throw unexpected(p, `'${value}'`);
}

export function needWord(p: JqParser, value: string): void {
  if (!takeWord(p, value)) throw unexpected(p, `'${value}'`);
}

export function needKind(p: JqParser, kind: JqToken['kind']): string {
  if (peek(p).kind !== kind) throw unexpected(p, `a ${kind}`);
  return next(p).value;
}

export function unexpected(p: JqParser, wanted: string): ValueError {
  const { kind, value } = peek(p);
  return new ValueError(`syntax error: found ${kind === 'end' ? 'the end' : `'${value}'`}, expected ${wanted}`);
}

export function nestedJq<T>(p: JqParser, parse: () => T): T {
  if (++p.nesting > deepestNesting) throw new ValueError('the program is nested too deeply');
  const result = parse();
  p.nesting--;
  return result;
}
