import type { Statement, StatementOf } from './ast.ts';
import { parseFilterStep, parseMacroParameters } from './parse-arguments.ts';
import type { Parser } from './parser.ts';
import { accept, advance, current, endOf, expect, isAt, problemAt } from './parser.ts';

const reserved: ReadonlySet<string> = new Set(['true', 'false', 'null', 'none']);

/** A tag and, where it has one, its body. The opening delimiter has been read; it began at `start`. */
export function parseTag(p: Parser, start: number): Statement {
  const token = advance(p);
  if (token.kind !== 'NAME') throw problemAt(p, token, 'A block must start with a tag name.');
  switch (token.value) {
    case 'if':
      return parseIf(p, start);
    case 'for':
      return parseFor(p, start);
    case 'set':
      return parseSet(p, start);
    case 'macro':
      return parseMacro(p, start);
    case 'block':
      return parseBlock(p, start);
    case 'filter':
      return parseFilterTag(p, start);
    default:
      throw problemAt(p, token, `Unexpected tag name "${token.value}"`);
  }
}

function parseIf(p: Parser, start: number): Statement {
  const branches: StatementOf<'if'>['branches'][number][] = [];
  let otherwise: Statement[] | undefined;
  let tag = 'if';
  while (tag !== 'endif') {
    if (tag === 'else') {
      expect(p, 'EXECUTE_END');
      otherwise = p.body(p, ['endif']);
    } else {
      const condition = p.expression(p);
      expect(p, 'EXECUTE_END');
      branches.push({ condition, body: p.body(p, ['elseif', 'else', 'endif']) });
    }
    advance(p);
    tag = advance(p).value;
  }
  expect(p, 'EXECUTE_END');
  return { type: 'if', branches, otherwise, start, end: endOf(p), depth: 1 };
}

function parseFor(p: Parser, start: number): Statement {
  const name = parseVariableName(p);
  expect(p, 'NAME', 'in');
  const iterated = p.expression(p);
  expect(p, 'EXECUTE_END');
  const body = p.body(p, ['else', 'endfor']);
  advance(p);
  let otherwise: Statement[] | undefined;
  if (advance(p).value === 'else') {
    expect(p, 'EXECUTE_END');
    otherwise = p.body(p, ['endfor']);
    p.at += 2;
  }
  expect(p, 'EXECUTE_END');
  return { type: 'for', name, iterated, body, otherwise, start, end: endOf(p), depth: 1 };
}

function parseSet(p: Parser, start: number): Statement {
  const name = parseVariableName(p);
  expect(p, 'PUNCTUATION', '=');
  const value = p.expression(p);
  expect(p, 'EXECUTE_END');
  return { type: 'set', name, value, start, end: endOf(p), depth: 1 };
}

function parseMacro(p: Parser, start: number): Statement {
  const { value: name } = expect(p, 'NAME');
  const parameters = parseMacroParameters(p);
  expect(p, 'EXECUTE_END');
  const body = parseNamedBody(p, 'endmacro');
  return { type: 'macro', name, parameters, body, start, end: endOf(p), depth: 1 };
}

function parseBlock(p: Parser, start: number): Statement {
  const name = isAt(p, 'STRING') ? advance(p).value : expect(p, 'NAME').value;
  expect(p, 'EXECUTE_END');
  const body = parseNamedBody(p, 'endblock');
  return { type: 'block', name, body, start, end: endOf(p), depth: 1 };
}

function parseFilterTag(p: Parser, start: number): Statement {
  const steps = [];
  do steps.push(parseFilterStep(p));
  while (accept(p, 'OPERATOR', '|'));
  expect(p, 'EXECUTE_END');
  const body = p.body(p, ['endfilter']);
  p.at += 2;
  expect(p, 'EXECUTE_END');
  return { type: 'filterTag', steps, body, start, end: endOf(p), depth: 1 };
}

/** A body whose end tag may repeat the name: `{% endmacro input %}`. */
function parseNamedBody(p: Parser, end: string): Statement[] {
  const body = p.body(p, [end]);
  p.at += 2;
  if (isAt(p, 'NAME') || isAt(p, 'STRING')) advance(p);
  expect(p, 'EXECUTE_END');
  return body;
}

function parseVariableName(p: Parser): string {
  const token = current(p);
  const { value } = expect(p, 'NAME');
  if (reserved.has(value)) throw problemAt(p, token, `Can not assign a value to ${value}`);
  return value;
}
