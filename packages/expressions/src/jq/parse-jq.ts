import { ValueError } from '../values/value-error.ts';
import { parseDefinition } from './parse-jq-definition.ts';
import { parseJqTerm } from './parse-jq-term.ts';
import type { JqParser } from './jq-parser.ts';
import { isWord, nestedJq, next, peek, takeSign, unexpected } from './jq-parser.ts';
import { jqTokens } from './jq-tokens.ts';
import type { Jq } from './syntax.ts';

/** Operators from loose to tight, with the side that they associate to; none do not chain. */
const levels: readonly { readonly signs: readonly string[]; readonly side: 'left' | 'right' | 'none' }[] = [
  { signs: ['//'], side: 'right' },
  { signs: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], side: 'none' },
  { signs: ['or'], side: 'left' },
  { signs: ['and'], side: 'left' },
  { signs: ['==', '!=', '<', '<=', '>', '>='], side: 'none' },
  { signs: ['+', '-'], side: 'left' },
  { signs: ['*', '/', '%'], side: 'left' },
];

const longestChain = 500;

/** Reads a jq program. Throws a ValueError that says what was found and what was expected. */
export function parseJq(source: string): Jq {
  const p: JqParser = { tokens: jqTokens(source), at: 0, nesting: 0, pipe: parsePipe, operators: parseOperators };
  const program = parsePipe(p);
  if (peek(p).kind !== 'end') throw unexpected(p, 'the end');
  return program;
}

function parsePipe(p: JqParser): Jq {
  return nestedJq(p, () => {
    if (isWord(p, 'def')) {
      const definition = parseDefinition(p);
      return { type: 'define', definition, rest: parsePipe(p) };
    }
    const left = parseComma(p);
    return takeSign(p, '|') ? { type: 'pipe', left, right: parsePipe(p) } : left;
  });
}

function parseComma(p: JqParser): Jq {
  let left = parseOperators(p, 0);
  for (let count = 0; takeSign(p, ','); count++) {
    if (count > longestChain) throw new ValueError('the program is too long');
    left = { type: 'comma', left, right: parseOperators(p, 0) };
  }
  return left;
}

/** Everything that binds tighter than a comma. */
function parseOperators(p: JqParser, level: number): Jq {
  const current = levels[level];
  if (current === undefined) return parseUnary(p);
  let left = parseOperators(p, level + 1);
  for (let count = 0; isOperator(p, current.signs); count++) {
    if (count > longestChain) throw new ValueError('the program is too long');
    if (current.side === 'none' && count > 0) throw unexpected(p, 'brackets around one of the two');
    const operator = next(p).value;
    const right = nestedJq(p, () => parseOperators(p, current.side === 'right' ? level : level + 1));
    left = combine(operator, left, right);
  }
  return left;
}

function isOperator(p: JqParser, signs: readonly string[]): boolean {
  const { kind, value } = peek(p);
  return (kind === 'sign' || kind === 'word') && signs.includes(value);
}

function combine(operator: string, left: Jq, right: Jq): Jq {
  if (operator === '//') return { type: 'alternative', left, right };
  if (operator === 'and' || operator === 'or') return { type: operator, left, right };
  if (operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator)) {
    return { type: 'assign', operator: operator.slice(0, -1), left, right };
  }
  return { type: 'operator', operator, left, right };
}

function parseUnary(p: JqParser): Jq {
  if (!takeSign(p, '-')) return parseJqTerm(p);
  const body = nestedJq(p, () => parseUnary(p));
  return { type: 'negate', body };
}
