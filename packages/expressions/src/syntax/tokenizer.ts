import type { SyntaxProblem } from './syntax-error.ts';
import { syntaxError } from './syntax-error.ts';
import type { Token, TokenKind } from './token.ts';

/** The place of the tokenizer in the source, and what it has found. */
export interface Tokenizer {
  readonly source: string;
  readonly tokens: Token[];
  offset: number;
  /** The delimiter just passed asked to drop white space that follows it. */
  trimNext: boolean;
  /** Blocks whose end is known not to come any more: looking again for each start would take quadratic time. */
  readonly neverEnds: Set<RegExp>;
  readonly onProblem: ((problem: SyntaxProblem) => void) | undefined;
  /** How an interpolation is read; handed over, because strings and expressions hold each other. */
  readonly expression: (t: Tokenizer, close: '}', depth: number) => boolean;
}

export function put(t: Tokenizer, kind: TokenKind, value: string, start: number, end: number): void {
  t.tokens.push({ kind, value, start, end });
}

/** Throws, or in tolerant mode reports and lets the caller recover. */
export function fail(t: Tokenizer, message: string, start: number, end = start + 1): void {
  const problem = { message, start, end: Math.min(end, t.source.length) };
  if (t.onProblem === undefined) throw syntaxError(t.source, problem);
  t.onProblem(problem);
}
