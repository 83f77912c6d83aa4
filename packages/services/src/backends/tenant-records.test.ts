import { instanceKey, readTenantKeys, type JsonObject, type Tenant, type TenantKey } from '@windhover/model';
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

test('a namespace that says nothing is no place, and one that was changed is asked for again', async () => {
  const { records, namespaces, changeNamespace } = aStore();
  namespaces.set('company', { secretReadOnly: true });
  namespaces.set('company.bank', { workerGroup: { key: 'gpu' } });
  const placesOf = async (namespace: string) =>
    (await records.places(dev, namespace)).map((place) => [place.namespace, place.settings]);
  expect(await placesOf('company.bank')).toEqual([
    ['company', { secretReadOnly: true }],
    [undefined, {}],
  ]);

  namespaces.set('company', { storageType: 's3' });
  expect((await placesOf('company'))[0]).toEqual(['company', { secretReadOnly: true }]);
  changeNamespace('company');

  expect((await placesOf('company.bank'))[0]).toEqual(['company', { storageType: 's3' }]);
});

test('a namespace of one tenant says nothing for one of the same name in another', async () => {
  const { records, namespaces } = aStore();
  namespaces.set('company', { secretReadOnly: true });
  const other = 'dev2' as TenantKey;

  expect((await records.places(dev, 'company')).map(({ namespace }) => namespace)).toEqual(['company', undefined]);
  expect((await records.places(other, 'company')).map(({ namespace }) => namespace)).toEqual([undefined]);
});

test('a tenant that is gone says nothing for one that has its id now', async () => {
  const { records, asked } = aStore();
  const renewed = 'dev~2' as TenantKey;
  await records.find(dev);

  await records.find(renewed);

  expect(asked).toEqual([dev, renewed]);
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
  const namespaces = new Map<string, JsonObject>();
  const find = async (id: string) => (namespaces.has(id) ? { id, settings: namespaces.get(id) } : undefined);
  const scope = (key: TenantKey) => ({ namespaces: { find: key === dev ? find : async () => undefined } });
  let tell: (message: unknown) => void = () => {};
  const transport: Pick<Transport, 'subscribe'> = {
    subscribe(topic, handler) {
      if (topic === topics.instance) tell = handler;
      return () => {};
    },
  };
  const records = new TenantRecords({
    store: { tenants, scope, tenantKeys: readTenantKeys(undefined) } as unknown as Store,
    ciphers: {} as Ciphers,
    transport: transport as Transport,
    clock,
  });
  return {
    records,
    asked,
    clock,
    namespaces,
    change: (id: string) => tell({ kind: 'tenant', id }),
    changeNamespace: (id: string) => tell({ kind: 'namespace', tenantKey: dev, id }),
  };
}
