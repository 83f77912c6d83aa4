import { defaultTenantKey as tenant, type TenantKey } from '@windhover/model';
import { fakeClock } from '@windhover/testing';
import { expect, test } from 'vitest';
import { createCacheAges } from './cache-ages.ts';

const hourMs = 3_600_000;

test.each([-hourMs, hourMs])('an entry that was met ages evenly while the clock is set by %i ms', async (stepMs) => {
  const clock = fakeClock();
  const ages = createCacheAges(clock);
  const writtenAt = clock.now() - 500;
  expect(ages.of(tenant, 'a', writtenAt)).toBe(500);

  clock.step(stepMs);
  await clock.advance(1_000);

  expect(ages.of(tenant, 'a', writtenAt)).toBe(1_500);
});

test('what was written again is new, and what seems to be of the future is too old for any use', () => {
  const clock = fakeClock();
  const ages = createCacheAges(clock);
  expect(ages.of(tenant, 'a', clock.now() - 500)).toBe(500);

  expect(ages.of(tenant, 'a', clock.now())).toBe(0);
  expect(ages.of(tenant, 'b', clock.now() + 1)).toBe(Infinity);
});

test('what lies at the same place in another tenant is met for the first time', () => {
  const clock = fakeClock();
  const ages = createCacheAges(clock);
  const writtenAt = clock.now() - 500;
  ages.of(tenant, 'a', writtenAt);

  clock.step(hourMs);

  expect(ages.of('dev' as TenantKey, 'a', writtenAt)).toBe(500 + hourMs);
  expect(ages.of(tenant, 'a', writtenAt)).toBe(500);
});
