import type { TenantKey } from '@windhover/model';
import type { Store } from '@windhover/ports';
import type { LimitScope } from '@windhover/services';
import { expect, test } from 'vitest';
import { Batch } from './batch.ts';
import { createQuotas } from './quotas.ts';

const [own, other] = ['own', 'other'] as unknown as readonly [TenantKey, TenantKey];
const hour = 3_600_000;
const quota = { duration: 'PT1H', windowMs: hour, limit: 2, behavior: 'FAIL' } as const;
const scopes = [{ name: 'tenant', thing: 'tenant', quotas: [quota] }] as unknown as readonly LimitScope[];
const clock = { now: () => 0, monotonic: () => 0 };
/** Tenants that have started so many executions. */
const started = (counts: Readonly<Record<string, number>>) =>
  ({
    scope: (key: TenantKey) => ({ executions: { count: () => Promise.resolve(counts[key] ?? 0) } }),
  }) as unknown as Store;

test('a quota that is new counts what its own tenant has started', async () => {
  const quotas = createQuotas(started({ own: 2, other: 1 }), clock);
  for (const key of [own, other]) await quotas.learn(key, scopes);

  expect([own, other, other].map((key) => quotas.take(key, scopes).full !== undefined)).toEqual([true, false, true]);
});

test('rows of one tenant fill no quota of the same name of another', async () => {
  const quotas = createQuotas(started({}), clock);

  await quotas.restore(() => true, [{ shard: 0, tenantKey: own, quota: 'tenant/PT1H', endsAt: hour, count: 2 }]);

  expect([own, other].map((key) => quotas.take(key, scopes).full !== undefined)).toEqual([true, false]);
});

test('what two tenants used of quotas of the same name is written for each', () => {
  const batch = new Batch();

  for (const [index, tenantKey] of [own, other].entries())
    batch.countQuotas({ shard: 0, tenantKey }, [{ quota: 'tenant/PT1H', endsAt: hour, count: index + 1 }]);
  batch.close();

  expect(batch.rows?.quotaCounts).toMatchObject([
    { tenantKey: own, count: 1 },
    { tenantKey: other, count: 2 },
  ]);
});
