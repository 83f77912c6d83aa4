import type { Expression } from './ast.ts';
import { parseArguments } from './parse-arguments.ts';
import type { Parser } from './parser.ts';
import { accept, current, depthOver, endOf, expect, isAt, problemAt } from './parser.ts';

/** `.name`, `.name(arguments)` and `[key]`, as many as follow. */
export function parsePostfix(p: Parser, operand: Expression): Expression {
  let node = operand;
  while (true) {
    if (accept(p, 'PUNCTUATION', '.')) node = parseMember(p, node);
    else if (accept(p, 'PUNCTUATION', '[')) {
      const key = p.expression(p);
      expect(p, 'PUNCTUATION', ']');
      node = { type: 'index', object: node, key, start: node.start, end: endOf(p), depth: depthOver(p, [node, key]) };
    } else if (isAt(p, 'PUNCTUATION', '(')) {
      throw problemAt(p, current(p), 'Unexpected token of value "(" and type PUNCTUATION, only names can be called');
    } else return node;
  }
}

function parseMember(p: Parser, object: Expression): Expression {
  const { value: name } = expect(p, 'NAME');
  if (!isAt(p, 'PUNCTUATION', '(')) {
    return { type: 'member', object, name, start: object.start, end: endOf(p), depth: depthOver(p, [object]) };
  }
  const opening = current(p);
  const { positional: args, named } = parseArguments(p);
  if (named.length > 0) throw problemAt(p, opening, `The method '${name}' takes no named arguments.`);
  return {
    type: 'method',
    object,
    name,
    args,
    start: object.start,
    end: endOf(p),
    depth: depthOver(p, [object, ...args]),
  };
}
