import { expect, test } from 'vitest';
import { parseGlob } from './glob.ts';

test.each([
  ['**test1.txt', 'a/b/test1.txt', true],
  ['**test1*', '/a/b/test1.txt', true],
  ['*.csv', 'a.csv', true],
  ['*.csv', 'dir/a.csv', false],
  ['out/**', 'out/a/b.csv', true],
  ['test/**/x.txt', 'test/x.txt', true],
  ['{a,b}.txt', 'b.txt', true],
  ['[!a].txt', 'b.txt', true],
  ['[!a].txt', 'a.txt', false],
  ['a+b(c).txt', 'a+b(c).txt', true],
  ['file?.txt', 'file1.txt', true],
  ['glob:**/dbt/**', 'a/dbt/b.sql', true],
])("the glob '%s' on '%s' answers %s", (pattern, path, expected) => {
  expect(parseGlob(pattern).matches(path)).toBe(expected);
});

test('a glob with an unclosed bracket is taken as text', () => {
  expect(parseGlob('a[b').matches('a[b')).toBe(true);
});
