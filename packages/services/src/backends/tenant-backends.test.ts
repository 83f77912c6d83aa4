import { readTenantKeys, type JsonObject, type TenantKey } from '@windhover/model';
import type { Store, Transport } from '@windhover/ports';
import { expect, test } from 'vitest';
import type { Backends } from '../deps.ts';
import type { BackendPlace } from './backend-places.ts';
import { dropChangedBackends } from './drop-changed-backends.ts';
import { tenantBackends } from './tenant-backends.ts';

const dev = 'dev' as TenantKey;

test('a backend is opened once, again when its settings change, and closed when the tenant is gone', async () => {
  const { backends, opened } = two();
  const settings = { secretType: 'Own', secretConfiguration: { path: 'a' } };
  const first = await backends.of(dev, ofTenant(settings));
  expect(await backends.of(dev, ofTenant({ ...settings }))).toBe(first);
  const second = await backends.of(dev, ofTenant({ ...settings, secretConfiguration: { path: 'b' } }));
  expect(second).not.toBe(first);

  await backends.forget(dev);
  await backends.forget(dev);

  expect(opened.map(({ isClosed }) => isClosed)).toEqual([false, true]);
  expect(await backends.of(dev, ofTenant(settings))).not.toBe(first);
});

test('the nearest place with a kind that is known has the word, and each has a backend of its own', async () => {
  const { backends, opened, instance } = two();
  const own = { secretType: 'own' };
  const tenant = ofTenant(own);
  const bank: BackendPlace = { namespace: 'company.bank', settings: own };
  const silent: BackendPlace = { namespace: 'company.bank.team', settings: { secretReadOnly: true } };
  const odd: BackendPlace = { namespace: 'company.odd', settings: { secretType: 'floppy' } };

  const ofBank = await backends.of(dev, [bank, ...tenant]);
  const ofDev = await backends.of(dev, tenant);

  expect(new Set([ofBank, ofDev, instance]).size).toBe(3);
  expect(await backends.of(dev, [silent, bank, ...tenant])).toBe(ofBank);
  expect(await backends.of(dev, [odd, ...tenant])).toBe(ofDev);
  expect(await backends.of('dev2' as TenantKey, [bank])).not.toBe(ofBank);
  await backends.forget(dev);
  expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, true, false]);
});

test('what a tenant has opened is let go of when it was changed or deleted, wherever', async () => {
  const { backends } = two();
  const other = 'dev2' as TenantKey;
  const again = 'dev~2' as TenantKey;
  const places = ofTenant({ secretType: 'own' });
  const tell = newsOf(backends);
  const open = () => Promise.all([dev, again, other].map((key) => backends.of(key, places)));
  const first = await open();

  tell({ kind: 'user', userId: 'u' });
  expect(await open()).toEqual(first);
  tell({ kind: 'tenant', id: 'dev' });
  const second = await open();

  expect(second.map((backend, index) => backend === first[index])).toEqual([false, false, true]);
  tell({ kind: 'missed' });
  expect((await open()).some((backend) => second.includes(backend))).toBe(false);
});

test('what a namespace has opened is let go of when it, or its tenant, was changed or deleted', async () => {
  const { backends } = two();
  const settings = { secretType: 'own' };
  const tell = newsOf(backends);
  const of = (key: TenantKey, namespace: string) => backends.of(key, [{ namespace, settings }]);
  const open = () => Promise.all([of(dev, 'company'), of(dev, 'company.bank'), of('dev2' as TenantKey, 'company')]);
  const first = await open();

  tell({ kind: 'namespace', tenantKey: 'dev', id: 'company' });
  const second = await open();
  tell({ kind: 'tenant', id: 'dev' });
  const third = await open();

  expect(second.map((backend, index) => backend === first[index])).toEqual([false, true, true]);
  expect(third.map((backend, index) => backend === second[index])).toEqual([false, false, true]);
});

test('a type that is the name of something else in the language is no type', async () => {
  const { backends, instance } = two();
  for (const secretType of ['constructor', '__proto__', 'toString', 7, undefined]) {
    expect(await backends.of(dev, ofTenant(secretType === undefined ? {} : { secretType }))).toBe(instance);
  }
});

function ofTenant(settings: JsonObject): readonly BackendPlace[] {
  return [{ namespace: undefined, settings }];
}

function newsOf(backends: ReturnType<typeof two>['backends']): (message: unknown) => void {
  let tell: (message: unknown) => void = () => {};
  const transport = {
    subscribe(_topic: string, handler: typeof tell) {
      tell = handler;
      return () => {};
    },
  } as Transport;
  const store = { tenantKeys: readTenantKeys(undefined) } as Store;
  dropChangedBackends({ secrets: backends, files: backends } as unknown as Backends, { store, transport });
  return (message) => tell(message);
}

function two() {
  const opened: { isClosed: boolean; close(): Promise<void> }[] = [];
  const open = async () => {
    const backend = {
      isClosed: false,
      async close() {
        backend.isClosed = true;
      },
    };
    opened.push(backend);
    return backend;
  };
  const instance = { isClosed: false, close: async () => {} };
  const backends = tenantBackends({ what: 'secret', instance, kinds: { own: { check: () => [], open } } });
  return { backends, opened, instance };
}
