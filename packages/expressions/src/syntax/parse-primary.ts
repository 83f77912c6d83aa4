import type { Expression, Literal } from './ast.ts';
import { parseArguments } from './parse-arguments.ts';
import type { Parser } from './parser.ts';
import { advance, depthOver, endOf, isAt, problemAt } from './parser.ts';
import type { Token } from './token.ts';

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['TRUE', true],
  ['false', false],
  ['FALSE', false],
  ['null', null],
  ['NULL', null],
  ['none', null],
  ['NONE', null],
]);

const largestLong = 2n ** 63n - 1n;

/** A literal, a variable or a call. */
export function parsePrimary(p: Parser): Expression {
  const token = advance(p);
  switch (token.kind) {
    case 'NAME':
      return parseName(p, token);
    case 'STRING':
      return literal(token, token.value);
    case 'LONG':
      return literal(token, readLong(p, token));
    case 'NUMBER':
      return literal(token, token.value.includes('.') ? Number(token.value) : readLong(p, token));
    case 'STRING_START':
      return parseInterpolated(p, token);
    default:
      throw problemAt(p, token, `Unexpected token "${token.kind}" of value "${token.value}", expected an expression`);
  }
}

function literal({ start, end }: Token, value: Literal['value']): Literal {
  return { type: 'literal', value, start, end, depth: 1 };
}

function readLong(p: Parser, token: Token): bigint {
  const value = token.value.length > 30 ? largestLong + 1n : BigInt(token.value);
  if (value > largestLong) throw problemAt(p, token, `The number ${token.value} does not fit 64 bits`);
  return value;
}

function parseName(p: Parser, token: Token): Expression {
  const constant = constants.get(token.value);
  if (constant !== undefined) return literal(token, constant);
  const { value: name, start, end } = token;
  if (!isAt(p, 'PUNCTUATION', '(')) return { type: 'name', name, start, end, depth: 1 };
  const args = parseArguments(p);
  const depth = depthOver(p, [...args.positional, ...args.named.map((argument) => argument.value)]);
  return { type: 'call', name, nameEnd: end, args, start, end: endOf(p), depth };
}

function parseInterpolated(p: Parser, opening: Token): Expression {
  const parts: Expression[] = [];
  while (!isAt(p, 'STRING_END')) {
    const token = advance(p);
    if (token.kind === 'STRING') parts.push(literal(token, token.value));
    else if (token.kind !== 'STRING_INTERPOLATION_START') throw problemAt(p, token, 'The string is not closed');
    else {
      parts.push(p.expression(p));
      const close = advance(p);
      if (close.kind !== 'STRING_INTERPOLATION_END') {
        throw problemAt(
          p,
          close,
          `Unexpected token of value "${close.value}" and type ${close.kind}, expected token of type STRING_INTERPOLATION_END`,
        );
      }
    }
  }
  advance(p);
  return { type: 'interpolated', parts, start: opening.start, end: endOf(p), depth: depthOver(p, parts) };
}
