import type { Arguments, Expression, FilterStep, MacroParameter, NamedArgument } from './ast.ts';
import type { Parser } from './parser.ts';
import { accept, advance, current, expect, isAt, problemAt } from './parser.ts';

const none: Arguments = { positional: [], named: [] };

/** `(a, b, name=c)`, or nothing at all. */
export function parseArguments(p: Parser): Arguments {
  if (!accept(p, 'PUNCTUATION', '(')) return none;
  const positional: Expression[] = [];
  const named: NamedArgument[] = [];
  if (!isAt(p, 'PUNCTUATION', ')')) {
    do {
      const token = current(p);
      const following = p.tokens[p.at + 1];
      if (token.kind === 'NAME' && following?.kind === 'PUNCTUATION' && following.value === '=') {
        p.at += 2;
        named.push({ name: token.value, value: p.expression(p) });
      } else if (named.length > 0) {
        throw problemAt(p, token, 'Positional arguments must be declared before any named arguments.');
      } else positional.push(p.expression(p));
    } while (accept(p, 'PUNCTUATION', ','));
  }
  expect(p, 'PUNCTUATION', ')');
  return { positional, named };
}

/** `name`, or `name(arguments)`, as it follows `|` and the `filter` tag. */
export function parseFilterStep(p: Parser): FilterStep {
  const { value: name, start: nameStart } = expect(p, 'NAME');
  return { name, nameStart, args: parseArguments(p) };
}

/** `(a, b=1)` behind the name of a macro. */
export function parseMacroParameters(p: Parser): MacroParameter[] {
  expect(p, 'PUNCTUATION', '(');
  const parameters: MacroParameter[] = [];
  if (!isAt(p, 'PUNCTUATION', ')')) {
    do {
      const { value: name } = expect(p, 'NAME');
      const hasFallback = isAt(p, 'PUNCTUATION', '=');
      if (hasFallback) advance(p);
      parameters.push({ name, fallback: hasFallback ? p.expression(p) : undefined });
    } while (accept(p, 'PUNCTUATION', ','));
  }
  expect(p, 'PUNCTUATION', ')');
  return parameters;
}
