import type { Statement } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import { parseTag } from './parse-tag.ts';
import type { Parser } from './parser.ts';
import { abandoned, advance, current, endOf, expect, isAt, nested, problemBetween } from './parser.ts';
import type { SyntaxProblem } from './syntax-error.ts';
import { tokenize } from './tokenize.ts';

/**
 * The statements of a template. Throws an ExpressionError of kind `syntax` at the first mistake; given `onProblem` it
 * reports every mistake instead, gives up the print or tag around it, and goes on.
 */
export function parseTemplate(source: string, onProblem?: (problem: SyntaxProblem) => void): readonly Statement[] {
  const p: Parser = {
    source,
    tokens: tokenize(source, onProblem),
    at: 0,
    nesting: 0,
    expression: parseExpression,
    body: parseBody,
    onProblem,
  };
  return parseBody(p, undefined);
}

/**
 * Statements up to a tag of the given names (left to be read by the caller, its name being the next token), or up to
 * the end of the template when there are none.
 */
export function parseBody(p: Parser, ends: readonly string[] | undefined): Statement[] {
  return nested(p, () => {
    const statements: Statement[] = [];
    while (!isAt(p, 'EOF')) {
      const following = p.tokens[p.at + 1];
      if (isAt(p, 'EXECUTE_START') && following?.kind === 'NAME' && ends?.includes(following.value) === true) {
        return statements;
      }
      const statement = recovering(p, () => parseStatement(p));
      if (statement !== undefined) statements.push(statement);
    }
    if (ends !== undefined) {
      const wanted = ends.at(-1) ?? '';
      const { start, end } = current(p);
      const message = `Unexpected end of template. Pebble was looking for the "${wanted}" tag`;
      const problem = problemBetween(p, start, end, message);
      if (problem !== abandoned) throw problem;
      closeWith(p, wanted, end);
    }
    return statements;
  });
}

function parseStatement(p: Parser): Statement {
  const { kind, value, start, end } = advance(p);
  switch (kind) {
    case 'TEXT':
      return { type: 'text', text: value, start, end, depth: 1 };
    case 'RAW':
      return { type: 'raw', text: value, start, end, depth: 1 };
    case 'PRINT_START': {
      const expression = parseExpression(p);
      expect(p, 'PRINT_END');
      return { type: 'print', expression, start, end: endOf(p), depth: 1 };
    }
    case 'EXECUTE_START':
      return parseTag(p, start);
    default:
      throw problemBetween(p, start, end, `Unexpected token of value "${value}" and type ${kind}`, kind === 'ERROR');
  }
}

/** In tolerant mode: goes on as if the end tag were there, so that what stands in the body is not lost. */
function closeWith(p: Parser, tag: string, at: number): void {
  const place = { start: at, end: at };
  p.tokens.splice(
    p.at,
    0,
    { kind: 'EXECUTE_START', value: '{%', ...place },
    { kind: 'NAME', value: tag, ...place },
    { kind: 'EXECUTE_END', value: '%}', ...place },
  );
}

/** In tolerant mode: after a reported mistake, skips to the end of the print or tag. */
function recovering<T>(p: Parser, parse: () => T): T | undefined {
  const { nesting } = p;
  try {
    return parse();
  } catch (error) {
    if (error !== abandoned) throw error;
    p.nesting = nesting;
    while (!isAt(p, 'EOF')) {
      const { kind } = current(p);
      if (kind === 'TEXT' || kind === 'RAW' || kind === 'PRINT_START' || kind === 'EXECUTE_START') break;
      p.at++;
      if (kind === 'PRINT_END' || kind === 'EXECUTE_END') break;
    }
    return undefined;
  }
}
