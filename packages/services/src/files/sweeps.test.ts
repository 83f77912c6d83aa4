import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { createSweeps } from './sweeps.ts';

const [own, other] = ['own', 'other'] as unknown as readonly [TenantKey, TenantKey];

test('a directory is swept once in so much time, where that does not end never', () => {
  let now = 0;
  const sweeps = createSweeps({ monotonic: () => now });
  const isDueAt = (at: number, directory = 'one', ttlMs = 100): boolean => {
    now = at;
    return sweeps.isDue(own, directory, ttlMs);
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

test('that a directory of one tenant is swept sweeps none of the same name of another', () => {
  const sweeps = createSweeps({ monotonic: () => 0 });

  expect([own, other, own].map((key) => sweeps.isDue(key, 'one', 100))).toEqual([true, true, false]);
});
