import { expect, test } from 'vitest';
import { readKvText, toKvValue } from './kv-value.ts';

test('a text that is nested deeper than data may be stays a text', () => {
  const [shallow, deep] = [60, 100_000].map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`) as [string, string];

  expect(readKvText(shallow).type).toBe('JSON');
  expect(readKvText(deep)).toEqual({ type: 'STRING', value: deep });
});

test.each(['9007199254740993', '-9223372036854775808', '1e400', '{"ids":[1,9007199254740993]}'])(
  'a number that cannot be kept exactly is refused, not rounded: %s',
  (text) => {
    expect(() => readKvText(text)).toThrow('cannot be kept exactly; keep it as text, in quotes or as STRING');
  },
);

test('numbers up to 2⁵³ − 1 are kept, and digits in quotes', () => {
  expect(readKvText('9007199254740991')).toEqual({ type: 'NUMBER', value: 9_007_199_254_740_991 });
  expect(readKvText('"9007199254740993"')).toEqual({ type: 'STRING', value: '9007199254740993' });
});

test.each([
  [9_007_199_254_740_993n, undefined],
  [9_007_199_254_740_993n, 'NUMBER'],
  ['9007199254740993', 'NUMBER'],
  ['1e400', 'NUMBER'],
  [{ id: 9_007_199_254_740_993n } as never, 'JSON'],
  ['{"id":9007199254740993}', 'JSON'],
] as const)('nor does a task keep %s as %s', (value, type) => {
  expect(() => toKvValue(value, type)).toThrow('cannot be kept exactly');
});

test('a task keeps the digits of any integer as STRING', () => {
  expect(toKvValue(9_007_199_254_740_993n, 'STRING')).toEqual({ type: 'STRING', value: '9007199254740993' });
});
