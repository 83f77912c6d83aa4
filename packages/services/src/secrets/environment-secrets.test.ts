import { expect, test } from 'vitest';
import { environmentSecrets } from './environment-secrets.ts';

const env = { SECRET_KEY: Buffer.from('hush').toString('base64'), KEY: 'no secret' };

test('with multi-tenancy the secrets of the environment are those of the default tenant and of main', () => {
  const secrets = environmentSecrets(env, 'mixed', []);

  expect([undefined, 'main', 'dev'].map((tenant) => secrets.find(tenant, 'key'))).toEqual(['hush', 'hush', undefined]);
});

test('other tenants see them once they are named, all of them by a star', () => {
  const named = environmentSecrets(env, 'explicit', ['dev']);
  const all = environmentSecrets(env, 'explicit', ['*']);

  expect(['dev', 'stage'].map((tenant) => named.find(tenant, 'KEY'))).toEqual(['hush', undefined]);
  expect(all.find('stage', 'KEY')).toBe('hush');
});

test('without multi-tenancy they are everybody’s', () => {
  expect(environmentSecrets(env, 'single', []).find('any', 'KEY')).toBe('hush');
});

test('it can be asked from whom they are hidden; where there are none, from nobody', () => {
  const named = environmentSecrets(env, 'explicit', ['dev']);

  expect(['dev', 'stage'].map((tenant) => named.hidesFrom(tenant))).toEqual([false, true]);
  expect(environmentSecrets({}, 'explicit', []).hidesFrom('stage')).toBe(false);
});
