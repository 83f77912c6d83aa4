import type { TenantKey } from '@windhover/model';
import type { Transport } from '@windhover/ports';
import { expect, test } from 'vitest';
import type { Backends } from '../deps.ts';
import { dropChangedBackends } from './drop-changed-backends.ts';
import { tenantBackends } from './tenant-backends.ts';

const dev = 'dev' as TenantKey;

test('a backend is opened once, again when its settings change, and closed when the tenant is gone', async () => {
  const { backends, opened } = two();
  const settings = { secretType: 'Own', secretConfiguration: { path: 'a' } };
  const first = await backends.of(dev, settings);
  expect(await backends.of(dev, { ...settings })).toBe(first);
  const second = await backends.of(dev, { ...settings, secretConfiguration: { path: 'b' } });
  expect(second).not.toBe(first);

  await backends.forget(dev);
  await backends.forget(dev);

  expect(opened.map(({ isClosed }) => isClosed)).toEqual([false, true]);
  expect(await backends.of(dev, settings)).not.toBe(first);
});

test('what a tenant has opened is let go of when it was changed or deleted, wherever', async () => {
  const { backends } = two();
  const other = 'dev2' as TenantKey;
  const again = 'dev~2' as TenantKey;
  const settings = { secretType: 'own' };
  let tell: (message: unknown) => void = () => {};
  const transport = {
    subscribe(_topic: string, handler: typeof tell) {
      tell = handler;
      return () => {};
    },
  } as Transport;
  dropChangedBackends({ secrets: backends, files: backends } as unknown as Backends, { transport });
  const open = () => Promise.all([dev, again, other].map((key) => backends.of(key, settings)));
  const first = await open();

  tell({ kind: 'user', userId: 'u' });
  expect(await open()).toEqual(first);
  tell({ kind: 'tenant', id: 'dev' });
  const second = await open();

  expect(second.map((backend, index) => backend === first[index])).toEqual([false, false, true]);
  tell({ kind: 'missed' });
  expect((await open()).some((backend) => second.includes(backend))).toBe(false);
});

test('a type that is the name of something else in the language is no type', async () => {
  const { backends, instance } = two();
  for (const secretType of ['constructor', '__proto__', 'toString', 7, undefined]) {
    expect(await backends.of(dev, secretType === undefined ? {} : { secretType })).toBe(instance);
  }
});

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
