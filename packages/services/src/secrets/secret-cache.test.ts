import type { SecretBackend, TenantSecrets } from '@windhover/ports';
import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { createSecretCache } from './secret-cache.ts';

const dev = 'dev' as TenantKey;
const settings = { maximumSize: 10, expireAfterWriteMs: 1_000, clock: { now: () => 0, monotonic: () => 0 } };
const meta = { namespace: 'a', key: 'KEY', tags: [] };

test('a write that fails is forgotten like one that succeeds: it may have been done', async () => {
  const backend = memory({ value: 'before' });
  const secrets = cached(backend);
  await secrets.read('a', 'KEY');
  backend.failAfterWrites = true;

  await expect(secrets.put(meta, 'after')).rejects.toThrow('the connection was lost');

  expect(await secrets.read('a', 'KEY')).toBe('after');
});

test('what was read before a write ended is not remembered after it', async () => {
  const backend = memory({ value: 'before' });
  const secrets = cached(backend);
  const late = Promise.withResolvers<void>();
  backend.beforeAnswer = late.promise;
  const reading = secrets.read('a', 'KEY');
  await secrets.put(meta, 'after');
  late.resolve();

  expect(await reading).toBe('before');
  expect(await secrets.read('a', 'KEY')).toBe('after');
});

test('what is remembered is of one backend, tenant, namespace and key alone', async () => {
  const { over } = createSecretCache(settings);
  const backendOf = (name: string): SecretBackend => ({
    open: (tenantKey) =>
      ({
        read: (...place: string[]) => Promise.resolve([name, tenantKey, ...place].join(' ')),
      }) as Partial<TenantSecrets> as TenantSecrets,
    close: async () => {},
  });
  const [one, two] = [over(backendOf('one')), over(backendOf('two'))];

  expect(await one.open(dev).read('a', 'KEY')).toBe('one dev a KEY');
  expect(await one.open(dev).read('a', 'OTHER')).toBe('one dev a OTHER');
  expect(await one.open(dev).read('b', 'KEY')).toBe('one dev b KEY');
  expect(await one.open('prod' as TenantKey).read('a', 'KEY')).toBe('one prod a KEY');
  expect(await two.open(dev).read('a', 'KEY')).toBe('two dev a KEY');
});

interface Memory extends SecretBackend {
  failAfterWrites: boolean;
  beforeAnswer: Promise<void>;
}

function memory({ value }: { value: string | undefined }): Memory {
  const written = async (next: string | undefined): Promise<void> => {
    value = next;
    if (backend.failAfterWrites) throw new Error('the connection was lost');
  };
  const secrets: Partial<TenantSecrets> = {
    async read() {
      const read = value;
      await backend.beforeAnswer;
      return read;
    },
    put: (_secret, next) => written(next),
    delete: () => written(undefined),
  };
  const backend: Memory = {
    failAfterWrites: false,
    beforeAnswer: Promise.resolve(),
    open: () => secrets as TenantSecrets,
    close: async () => {},
  };
  return backend;
}

function cached(backend: SecretBackend): TenantSecrets {
  return createSecretCache(settings).over(backend).open(dev);
}
