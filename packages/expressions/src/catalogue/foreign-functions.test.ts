import { expect, test } from 'vitest';
import { analyze, completeAt, contextOf, describe, renderSync } from '../index.ts';
import { foreignFunctionNames } from './foreign-functions.ts';

const environment = { children: () => undefined };

test.each(foreignFunctionNames)('%s is told of where it stands, and nowhere offered', (name) => {
  const source = `a {{ ${name}() }}`;

  const { problems } = analyze(source);

  const message = expect.stringMatching(new RegExp(`^The function '${name}' is not available here: .+`)) as string;
  expect(problems).toEqual([{ message, line: 1, column: 6, start: 5, end: 5 + name.length }]);
  expect(() => renderSync(source, contextOf({}))).toThrow(problems[0]!.message);
  expect(completeAt(`{{ ${name}`, 3 + name.length, environment).map(({ label }) => label)).not.toContain(name);
  expect(describe(name, 'function')).toBeUndefined();
});

test('a macro may have such a name', () => {
  const source = '{% macro subflow(a) %}<{{ a }}>{% endmacro %}{{ subflow(1) }}';

  expect(analyze(source).problems).toEqual([]);
  expect(renderSync(source, contextOf({}))).toBe('<1>');
});
