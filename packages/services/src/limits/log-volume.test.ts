import type { Tenant, TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { createLogVolume } from './log-volume.ts';

const [dev, other] = ['dev', 'other'] as TenantKey[];
const dayMs = 86_400_000;

test('a tenant logs so many bytes a day, and again from midnight on; another one has its own', async () => {
  const { volume, clock, limits } = await setUp({ dev: 100 });

  expect([volume.take(dev!, 60), volume.take(dev!, 60), volume.take(dev!, 40)]).toEqual([true, false, true]);
  expect([volume.used(dev!), volume.take(other!, 1_000)]).toEqual([100, true]);
  clock.wall += dayMs - 1;
  expect(volume.take(dev!, 1)).toBe(false);
  clock.wall += 1;
  expect([volume.used(dev!), volume.take(dev!, 100)]).toEqual([0, true]);
  // A clock that goes back gives nothing back
  clock.wall -= dayMs;
  expect(volume.take(dev!, 1)).toBe(false);
  limits.dev = 200;
  clock.at += 1_000;
  volume.take(dev!, 1);
  await settled();
  expect(volume.take(dev!, 100)).toBe(true);
});

/** With limits that are known by then. */
async function setUp(limits: { dev: number }) {
  const clock = { wall: 0, at: 0, now: () => clock.wall, monotonic: () => clock.at };
  const tenantRecords = {
    find: async (key: TenantKey) => {
      return { settings: key === 'dev' ? { limits: { logBytesPerDay: limits.dev } } : {} } as unknown as Tenant;
    },
  };
  const volume = createLogVolume({ clock, tenantRecords, settings: {} } as unknown as Parameters<
    typeof createLogVolume
  >[0]);
  for (const key of [dev, other]) volume.take(key!, 0);
  await settled();
  return { volume, clock, limits };
}

const settled = () => new Promise((resolve) => void setImmediate(resolve));
