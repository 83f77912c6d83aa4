import { expect, test } from 'vitest';
import { formatTick, labelledTicks, ticks } from './ticks.ts';

test('offsets are round and not more than wanted', () => {
  expect(ticks(9_600, 8)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
  expect(ticks(3, 8)).toEqual([0, 1, 2, 3]);
  expect(ticks(40 * 86_400_000, 8)).toHaveLength(9);
});

test('the label of a tick at the end takes the place of the one before', () => {
  expect(labelledTicks(63, 8)).toEqual([0, 10, 20, 30, 40, 60]);
  expect(labelledTicks(59, 8)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(labelledTicks(1, 8)).toEqual([0, 1]);
});

test.each([
  [0, '0'],
  [2_000, '2s'],
  [600_000, '10m'],
  [90_000, '1m 30s'],
  [7_200_000, '2h'],
])('%d ms on the axis is %s', (offsetMs, text) => {
  expect(formatTick(offsetMs)).toBe(text);
});
