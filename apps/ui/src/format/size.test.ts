import { expect, test } from 'vitest';
import { formatSize } from './size.ts';

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [1024 ** 2 - 1, '1 MiB'],
  [20 * 1024 ** 3, '20 GiB'],
  [5000 * 1024 ** 5, '5,000 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
