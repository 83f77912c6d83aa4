import { expect, test } from 'vitest';
import { parseSize } from './size.ts';

test.each([
  ['100', 100],
  ['64KB', 65_536],
  ['1.5 MiB', 1_572_864],
  ['2g', 2_147_483_648],
])('%s', (text, sizeBytes) => {
  expect(parseSize(text)).toBe(sizeBytes);
});

test.each(['', '-1', '1 XB', 'MB', '1e5', '9'.repeat(30)])("'%s' is refused", (text) => {
  expect(() => parseSize(text)).toThrow(RangeError);
});
