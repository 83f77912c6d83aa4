import { expect, test } from 'vitest';
import { createCacheSweeps } from './cache-sweeps.ts';

test('a cache is swept once in the life of its entries, one whose entries live for ever never', () => {
  let now = 0;
  const sweeps = createCacheSweeps({ now: () => now });
  const isDueAt = (at: number, directory = 'one', ttlMs = 100): boolean => {
    now = at;
    return sweeps.isDue(directory, ttlMs);
  };

  expect([isDueAt(0), isDueAt(99), isDueAt(99, 'other'), isDueAt(100), isDueAt(199)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
  expect(isDueAt(1_000, 'third', Infinity)).toBe(false);
});
