import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze, completeAt, ExpressionError } from '../index.ts';
import { makeTemplate, randomOf } from '../testing/random-template.ts';
import { sameTree } from '../testing/same-tree.ts';
import { parseTemplate } from './parse-template.ts';

const fragments = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '"',
  "'",
  '#{',
  '-',
  ' ',
  'a',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '|',
  '.',
  '\n',
];
const anyTemplate = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.integer().map((seed) => makeTemplate(randomOf(seed))),
);

test('no input makes the parser throw anything but its own error', () => {
  fc.assert(
    fc.property(anyTemplate, (source) => {
      try {
        parseTemplate(source);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('analysing and completing never throw', () => {
  fc.assert(
    fc.property(anyTemplate, fc.nat(), (source, offset) => {
      analyze(source);
      completeAt(source, offset % (source.length + 1), { children: () => [{ name: 'inputs' }] });
    }),
    { numRuns: 1_000 },
  );
});

test('what is printed parses to the same tree', () => {
  fc.assert(
    fc.property(anyTemplate, (source) => {
      try {
        expect(sameTree(source)).toBeUndefined();
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a syntax error says where it is, what was found and what was expected', () => {
  const source = 'first\n  {{ a b }}';

  expect(() => parseTemplate(source)).toThrow(
    expect.objectContaining({
      kind: 'syntax',
      line: 2,
      column: 8,
      message: expect.stringContaining(
        'Unexpected token of value "b" and type NAME, expected token of type PRINT_END',
      ) as string,
    }) as Error,
  );
});

test('tolerant parsing reports each mistake once and keeps what stands around it', () => {
  const { problems, references } = analyze('{{ 1 + }} {{ inputs.a }} {% for x in xs %}{{ x.y }}{{ @ }}{{ outputs.b }}');

  expect(problems.map(({ column }) => column)).toEqual([8, 55, 74]);
  expect(references.map(({ path }) => path.join('.'))).toEqual(['inputs.a', 'xs', 'outputs.b']);
});

test('blocks that never end are read in linear time', () => {
  for (const source of ['{% raw %}'.repeat(50_000), '{% verbatim %}'.repeat(50_000), '{#'.repeat(100_000)]) {
    expect(() => parseTemplate(source)).toThrow(ExpressionError);
  }
});
