/** A ciphertext opens only where it was put. */
import { randomBytes } from 'node:crypto';
import type { JsonObject, Secret, TenantKey } from '@windhover/model';
import type { Store, TenantScope } from '@windhover/ports';
import { expect, test } from 'vitest';
import { namespaceSettingsKey, openSettings, sealSettings } from '../tenants/sealed-settings.ts';
import { derivedKey } from './derived-key.ts';
import type { SecretDeps } from './kept-secrets.ts';
import { openText, sealText } from './sealed-text.ts';
import { storedSecrets } from './stored-secrets.ts';
import { createCiphers } from './tenant-cipher.ts';

const key = randomBytes(32);
const cipher = {
  seal: (place: string, text: string) => sealText(key, place, text),
  open: (place: string, sealed: string) => openText(key, place, sealed),
};
const deps = { ciphers: { of: async () => cipher } } as unknown as SecretDeps;
const [dev, stage] = ['dev', 'stage'] as TenantKey[];

test('the configuration of a backend opens for the tenant for which it was sealed', async () => {
  const settings: JsonObject = { secretConfiguration: { token: 'hush' } };

  const sealed = await sealSettings(deps, dev!, settings);

  expect(JSON.stringify(sealed)).not.toContain('hush');
  expect(await openSettings(deps, { key: dev!, settings: sealed })).toEqual(settings);
  await expect(openSettings(deps, { key: stage!, settings: sealed })).rejects.toThrow();
});

test('so does that of a namespace, in its tenant', async () => {
  const settings: JsonObject = { storageConfiguration: { token: 'hush' } };
  const sealed = await sealSettings(deps, namespaceSettingsKey(dev!, 'team'), settings);
  const openIn = (tenantKey: TenantKey, namespace: string) =>
    openSettings(deps, { key: namespaceSettingsKey(tenantKey, namespace), settings: sealed });

  expect(await openIn(dev!, 'team')).toEqual(settings);
  await expect(openIn(stage!, 'team')).rejects.toThrow();
  await expect(openIn(dev!, 'other')).rejects.toThrow();
});

test('a secret opens in its namespace under its key', async () => {
  const ciphertext = cipher.seal('secret/a/KEY', 'hush');
  const find = async (): Promise<Partial<Secret>> => ({ ciphertext });
  const secrets = storedSecrets(deps, { key: dev, secrets: { find } } as unknown as TenantScope);

  expect(await secrets.read('a', 'KEY')).toBe('hush');
  await expect(secrets.read('a', 'OTHER')).rejects.toThrow();
  await expect(secrets.read('b', 'KEY')).rejects.toThrow();
});

test('what lies in a store opens in the place of its tenant that it was sealed for', async () => {
  const masterKey = randomBytes(32);
  const wrapping = derivedKey(masterKey, 'tenant data key', dev);
  const kept = (place: string): Store => {
    const wrapped = sealText(wrapping, place, key.toString('base64'));
    return { scope: () => ({ secrets: { listDataKeys: async () => [{ version: 1, wrapped }] } }) } as unknown as Store;
  };
  const text = `wh1.1.${sealText(key, 'dev/secret/a/KEY', 'hush')}`;

  const opened = await createCiphers(kept('dev/data-key/1'), masterKey).of(dev!);

  expect(opened.open('secret/a/KEY', text)).toBe('hush');
  expect(() => opened.open('secret/a/OTHER', text)).toThrow();
  await expect(createCiphers(kept('stage/data-key/1'), masterKey).of(dev!)).rejects.toThrow();
});
