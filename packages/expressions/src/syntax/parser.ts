import type { Expression, Statement } from './ast.ts';
import type { SyntaxProblem } from './syntax-error.ts';
import { syntaxError } from './syntax-error.ts';
import type { Token, TokenKind } from './token.ts';

/** A walk over the tokens of one template. */
export interface Parser {
  readonly source: string;
  readonly tokens: Token[];
  at: number;
  /** How deep brackets, tags and literals are nested at this place. */
  nesting: number;
  /** Handed over, because the parts of the grammar hold each other: an expression, and the body of a tag. */
  readonly expression: (p: Parser, minPrecedence?: number) => Expression;
  readonly body: (p: Parser, ends: readonly string[]) => Statement[];
  readonly onProblem: ((problem: SyntaxProblem) => void) | undefined;
}

/** Thrown in tolerant mode after the problem was reported; the print or tag that it happened in is given up. */
export const abandoned: unique symbol = Symbol('abandoned');

/** Deeper sources are refused, so that walks over the tree can recurse without fear for the stack. */
export const deepestNesting = 150;
export const deepestTree = 800;

const endOfTokens: Token = { kind: 'EOF', value: '', start: 0, end: 0 };

export function current(p: Parser): Token {
  return p.tokens[p.at] ?? endOfTokens;
}

export function advance(p: Parser): Token {
  const token = current(p);
  if (token.kind !== 'EOF') p.at++;
  return token;
}

export function isAt(p: Parser, kind: TokenKind, value?: string): boolean {
  const token = current(p);
  return token.kind === kind && (value === undefined || token.value === value);
}

/** Steps over the token if it is there. */
export function accept(p: Parser, kind: TokenKind, value?: string): boolean {
  if (!isAt(p, kind, value)) return false;
  p.at++;
  return true;
}

export function expect(p: Parser, kind: TokenKind, value?: string): Token {
  if (isAt(p, kind, value)) return advance(p);
  const token = current(p);
  const wanted = value === undefined ? kind : `${kind} with value "${value}"`;
  throw problemAt(
    p,
    token,
    `Unexpected token of value "${token.value}" and type ${token.kind}, expected token of type ${wanted}`,
  );
}

/** The error to throw for a mistake at a token. */
export function problemAt(
  p: Parser,
  token: { start: number; end: number; kind?: TokenKind },
  message: string,
): unknown {
  return problemBetween(p, token.start, Math.max(token.end, token.start + 1), message, token.kind === 'ERROR');
}

export function problemBetween(p: Parser, start: number, end: number, message: string, reported = false): unknown {
  const problem = { message, start: Math.min(start, p.source.length), end: Math.min(end, p.source.length) };
  if (p.onProblem === undefined) return syntaxError(p.source, problem);
  if (!reported) p.onProblem(problem);
  return abandoned;
}

/** Guards a recursion of the parser. */
export function nested<T>(p: Parser, parse: () => T): T {
  if (++p.nesting > deepestNesting) throw problemAt(p, current(p), 'The template is nested too deeply');
  try {
    return parse();
  } finally {
    p.nesting--;
  }
}

/** The depth of a node over its children; refuses trees that could not be walked recursively. */
export function depthOver(p: Parser, children: readonly { readonly depth: number }[]): number {
  let depth = 0;
  for (const child of children) depth = Math.max(depth, child.depth);
  if (depth >= deepestTree) throw problemAt(p, current(p), 'The expression is nested too deeply');
  return depth + 1;
}

/** The end of the token just passed. */
export function endOf(p: Parser): number {
  return p.tokens[p.at - 1]?.end ?? 0;
}
