import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
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
