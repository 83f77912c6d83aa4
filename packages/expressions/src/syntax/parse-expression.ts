import type { Binary, Expression, Unary } from './ast.ts';
import { binaryPrecedence, unaryOperators, unaryPrecedence } from './operators.ts';
import { parseArguments } from './parse-arguments.ts';
import { parseListLiteral, parseMapLiteral } from './parse-collection.ts';
import { parsePostfix } from './parse-postfix.ts';
import { parsePrimary } from './parse-primary.ts';
import type { Parser } from './parser.ts';
import { accept, advance, current, depthOver, endOf, expect, isAt, nested } from './parser.ts';

/**
 * Precedence climbing as in the original: the right side of `|` and `is` is only a name with arguments, so an operator
 * after a filter takes the filtered value as its left side unless something looser is waiting for it.
 */
export function parseExpression(p: Parser, minPrecedence = 0): Expression {
  return nested(p, () => {
    let left = parseOperand(p);
    while (true) {
      const token = current(p);
      const precedence = token.kind === 'OPERATOR' ? binaryPrecedence.get(token.value) : undefined;
      if (precedence === undefined || precedence < minPrecedence) break;
      advance(p);
      left = parseRightSide(p, left, token.value, precedence);
    }
    return minPrecedence === 0 ? parseTernary(p, left) : left;
  });
}

function parseOperand(p: Parser): Expression {
  const token = current(p);
  if (token.kind === 'OPERATOR' && unaryOperators.has(token.value)) {
    advance(p);
    const operand = parseExpression(p, unaryPrecedence);
    const operator = token.value as Unary['operator'];
    return { type: 'unary', operator, operand, start: token.start, end: operand.end, depth: depthOver(p, [operand]) };
  }
  if (accept(p, 'PUNCTUATION', '(')) {
    const inner = parseExpression(p);
    expect(p, 'PUNCTUATION', ')');
    return parsePostfix(p, inner);
  }
  if (isAt(p, 'PUNCTUATION', '[')) return parseListLiteral(p);
  if (isAt(p, 'PUNCTUATION', '{')) return parseMapLiteral(p);
  return parsePostfix(p, parsePrimary(p));
}

function parseRightSide(p: Parser, left: Expression, operator: string, precedence: number): Expression {
  if (operator === '|') {
    const name = expect(p, 'NAME');
    const args = parseArguments(p);
    const depth = depthOver(p, [left, ...args.positional, ...args.named.map((argument) => argument.value)]);
    const { start: nameStart, value } = name;
    return { type: 'filter', input: left, name: value, nameStart, args, start: left.start, end: endOf(p), depth };
  }
  if (operator === 'is' || operator === 'is not') {
    const name = expect(p, 'NAME');
    const args = parseArguments(p);
    const depth = depthOver(p, [left, ...args.positional, ...args.named.map((argument) => argument.value)]);
    return {
      type: 'test',
      value: left,
      negated: operator === 'is not',
      name: name.value,
      nameStart: name.start,
      args,
      start: left.start,
      end: endOf(p),
      depth,
    };
  }
  const right = parseExpression(p, precedence + 1);
  const node: Binary = {
    type: 'binary',
    operator,
    left,
    right,
    start: left.start,
    end: right.end,
    depth: depthOver(p, [left, right]),
  };
  return node;
}

function parseTernary(p: Parser, condition: Expression): Expression {
  if (!accept(p, 'PUNCTUATION', '?')) return condition;
  const whenTrue = parseExpression(p);
  expect(p, 'PUNCTUATION', ':');
  const whenFalse = parseExpression(p);
  const depth = depthOver(p, [condition, whenTrue, whenFalse]);
  return { type: 'ternary', condition, whenTrue, whenFalse, start: condition.start, end: whenFalse.end, depth };
}
