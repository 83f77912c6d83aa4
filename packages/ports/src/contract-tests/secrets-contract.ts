import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantKey } from '@windhover/model';
import type { SecretBackend, TenantSecrets } from '../index.ts';
import { collect, unique } from './opened-store.ts';

/** Secrets in a program of its own. `open` gives an empty backend each time. */
export function secretBackendContract(name: string, open: () => Promise<SecretBackend>): void {
  describe(name, () => {
    let backend: SecretBackend;
    beforeAll(async () => {
      backend = await open();
    });
    afterAll(() => backend.close());

    const aTenant = (): TenantSecrets => backend.open(unique('t') as TenantKey);
    const secret = (namespace: string, key: string) => ({ namespace, key, tags: [] });

    test('a value comes back as it was put, and is replaced', async () => {
      const secrets = aTenant();
      expect(await secrets.read('company.team', 'KEY')).toBeUndefined();
      await secrets.put(secret('company.team', 'KEY'), 'naïve 🦅\n{"a": 1}');
      expect(await secrets.read('company.team', 'KEY')).toBe('naïve 🦅\n{"a": 1}');
      await secrets.put(secret('company.team', 'KEY'), 'another');
      expect(await secrets.read('company.team', 'KEY')).toBe('another');
      expect(await secrets.read('company', 'KEY')).toBeUndefined();
    });

    test('description and tags are shown, the value is not', async () => {
      const secrets = aTenant();
      const tags = [{ key: 'owner', value: 'ops' }];
      await secrets.put({ ...secret('company', 'KEY'), description: 'Of the bank', tags }, 'hidden value');
      expect(await secrets.find('company', 'KEY')).toEqual({
        namespace: 'company',
        key: 'KEY',
        description: 'Of the bank',
        tags,
      });
      await secrets.put(secret('company', 'KEY'));
      expect(await secrets.find('company', 'KEY')).toEqual({ namespace: 'company', key: 'KEY', tags: [] });
      expect(await secrets.read('company', 'KEY')).toBe('hidden value');
      expect(await secrets.find('company', 'NONE')).toBeUndefined();
    });

    test('a list is of one namespace, a walk of all', async () => {
      const secrets = aTenant();
      const names = [
        ['a', 'B'],
        ['a', 'A'],
        ['a', 'b'],
        ['a.b', 'C'],
        ['a.b.c-d_e', 'D.E'],
        ['z', 'Z'],
      ] as const;
      for (const [namespace, key] of names) await secrets.put(secret(namespace, key), 'value');
      expect(await secrets.list('a')).toEqual(['A', 'B', 'b']);
      expect(await secrets.list('a.b')).toEqual(['C']);
      expect(await secrets.list('none')).toEqual([]);
      expect((await collect(secrets.walk())).map(({ namespace, key }) => `${namespace}/${key}`)).toEqual([
        'a/A',
        'a/B',
        'a/b',
        'a.b/C',
        'a.b.c-d_e/D.E',
        'z/Z',
      ]);
    });

    test('what was deleted is gone', async () => {
      const secrets = aTenant();
      await secrets.put(secret('a', 'KEY'), 'value');
      await secrets.delete('a', 'KEY');
      await secrets.delete('a', 'KEY');
      expect(await secrets.read('a', 'KEY')).toBeUndefined();
      expect(await secrets.find('a', 'KEY')).toBeUndefined();
      expect(await secrets.list('a')).toEqual([]);
      expect(await collect(secrets.walk())).toEqual([]);
    });

    test('no name leads to another tenant', async () => {
      const other = unique('t') as TenantKey;
      await backend.open(other).put(secret('a', 'KEY'), 'of the other');
      const secrets = aTenant();
      await secrets.put(secret('a', 'OWN'), 'value');
      for (const [namespace, key] of [
        ['a', 'KEY'],
        ['a', `../../${other}/a/KEY`],
        ['a', `..%2F..%2F${other}%2Fa%2FKEY`],
        [`../${other}/a`, 'KEY'],
        [`a...${other}.a`, 'KEY'],
        ['', 'KEY'],
      ] as const) {
        expect(await secrets.read(namespace, key), `${namespace} ${key}`).toBeUndefined();
        expect(await secrets.find(namespace, key), `${namespace} ${key}`).toBeUndefined();
        await secrets.delete(namespace, key);
      }
      expect(await secrets.list(`../${other}/a`)).toEqual([]);
      expect(await collect(secrets.walk())).toEqual([{ namespace: 'a', key: 'OWN' }]);
      expect(await backend.open(other).read('a', 'KEY')).toBe('of the other');
    });
  });
}
