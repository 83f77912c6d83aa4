import { expect, test } from 'vitest';
import { readSource } from './read-source.ts';

const head = 'id: a\nnamespace: b\ntasks:\n  - id: x\n    type: t\n';
const after = '  - id: y\n    type: t\n'.repeat(40);
const quoteIt = 'A value that begins with an expression must be in quotes: "{{ … }}"';

test.each([
  ['    message: {{ inputs.x }}', 14, quoteIt],
  ['    message: {{ inputs.x }} and more', 14, quoteIt],
  ["    message: {{ x['y'] | f(1) }}", 14, quoteIt],
  ['    list: [1, 2]\n    values:\n      - {{ x }}', 9, quoteIt],
  ['    message: {% if x %}b{% endif %}', 14, quoteIt],
  ['    message: "never closed', 14, 'The " that opens this text is never closed'],
  ["    message: 'never closed", 14, "The ' that opens this text is never closed"],
  ['    message: "x" y', 18, 'Unexpected scalar at node end'],
  ['\tmessage: x', 1, 'Tabs are not allowed as indentation'],
])('%s', (line, column, message) => {
  const { data, problems } = readSource(`${head}${line}\n${after}`);

  expect(data).toBeUndefined();
  expect(problems).toEqual([
    expect.objectContaining({ code: 'SYNTAX', line: 5 + line.split('\n').length, column, message }),
  ]);
});

test.each(['a: [', 'a: {', 'a: [b,', 'a: "b', "- 'c"])(
  'a mistake at the very end of the source is told: %s',
  (source) => {
    const { data, problems } = readSource(source);

    expect(data).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ code: 'SYNTAX', line: 1 })]);
  },
);

test.each([1, 40])('lines that are indented by tabs are told, and not what the parser makes of them: %i', (count) => {
  const { problems } = readSource(`id: a\ntasks:\n${'\t- id: x\n\t  type: t\n'.repeat(count)}${after}`);

  const told = { code: 'SYNTAX', column: 1, message: 'Tabs are not allowed as indentation' };
  expect(problems.slice(0, 2)).toEqual([
    expect.objectContaining({ ...told, line: 3 }),
    expect.objectContaining({ ...told, line: 4 }),
  ]);
  expect(problems.length).toBeLessThanOrEqual(Math.min(20, count * 2));
});

test('of several mistakes each is told', () => {
  const { problems } = readSource('a: {{ x }}\nb: "x" y\nc: {{ z }}\n');

  expect(problems.map(({ line }) => line)).toEqual([1, 2, 3]);
});

test('a map that is written on one line is read as ever', () => {
  expect(readSource('a: {b: {c: 1}}\nd: "{{ x }}"\ne: |\n  {{ x }}\n').problems).toEqual([]);
});
