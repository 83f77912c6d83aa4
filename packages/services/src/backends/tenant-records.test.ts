import { instanceKey, type Tenant, type TenantKey } from '@windhover/model';
import { topics, type Store, type Transport } from '@windhover/ports';
import { expect, test } from 'vitest';
import type { Ciphers } from '../secrets/tenant-cipher.ts';
import { TenantRecords } from './tenant-records.ts';

const dev = 'dev' as TenantKey;

test('a record is asked for once while it is fresh, and again when the tenant was changed', async () => {
  const { records, asked, clock, change } = aStore();
  await Promise.all([records.find(dev), records.find(dev)]);
  expect(asked).toEqual([dev]);

  change('other');
  await records.find(dev);
  expect(asked).toHaveLength(1);
  change('dev');
  expect((await records.find(dev))?.name).toBe('Development');
  expect(asked).toHaveLength(2);
  clock.at += 1_000;
  await records.find(dev);
  expect(asked).toHaveLength(3);
});

test('the default tenant and the instance have none', async () => {
  const { records, asked } = aStore();
  expect(await Promise.all([records.find('_default' as TenantKey), records.find(instanceKey)])).toEqual([
    undefined,
    undefined,
  ]);
  expect(asked).toEqual([]);
});

function aStore() {
  const asked: TenantKey[] = [];
  const clock = { at: 0, now: () => clock.at, monotonic: () => clock.at };
  const tenant: Tenant = { key: dev, id: 'dev', name: 'Development', status: 'ACTIVE', settings: {}, createdAt: 0 };
  const tenants = {
    async findByKey(key: TenantKey) {
      asked.push(key);
      return tenant;
    },
  };
  let tell: (message: unknown) => void = () => {};
  const transport: Pick<Transport, 'subscribe'> = {
    subscribe(topic, handler) {
      if (topic === topics.instance) tell = handler;
      return () => {};
    },
  };
  const records = new TenantRecords({
    store: { tenants } as Store,
    ciphers: {} as Ciphers,
    transport: transport as Transport,
    clock,
  });
  return { records, asked, clock, change: (id: string) => tell({ kind: 'tenant', id }) };
}
