import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test.each([
  [0, '0ms'],
  [420.4, '420ms'],
  [3_290, '3.2s'],
  [9_999, '9.9s'],
  [42_900, '42s'],
  [92_000, '1m 32s'],
  [3_600_000 + 4 * 60_000, '1h 04m'],
  [51 * 3_600_000, '2d 3h'],
  [-5, '0ms'],
])('%d ms is written %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
