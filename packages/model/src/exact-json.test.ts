import { expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';

test.each([
  ['9007199254740991', 9_007_199_254_740_991],
  ['-9007199254740993', '-9007199254740993'],
  ['12345678901234567890', '12345678901234567890'],
  ['1e400', '1e400'],
  ['-100000e304', '-100000e304'],
  ['1e20', 1e20],
  ['0.1000000000000000055', 0.1],
  ['"9007199254740993"', '9007199254740993'],
])('%s is %j', (text, expected) => {
  expect(parseExactJson(text)).toBe(expected);
  expect(parseExactJson(`{"a":[1,{"b":${text}}]}`)).toEqual({ a: [1, { b: expected }] });
});

test('whoever cannot do with text says what becomes of such a number', () => {
  expect(parseExactJson('[1, 9007199254740993]', (digits) => `<${digits}>`)).toEqual([1, '<9007199254740993>']);
});
