import { expect, test } from 'vitest';
import type { WireTenant } from '../api/wire.ts';
import { formOf, isComplete, withBackends } from './backend-form.ts';

const tenant = (backends: object): WireTenant => ({ id: 'one', name: 'One', ...backends }) as WireTenant;

const minio = tenant({
  storageType: 'minio',
  storageConfiguration: {
    endpoint: 'store',
    port: 9000,
    secure: false,
    region: 'eu',
    bucket: 'ours',
    'access-key': 'who',
    'secret-key': 'key',
    'part-size': 8_388_608,
  },
});

test('a form that is saved untouched changes nothing, whatever the settings hold and how they are written', () => {
  const vault = tenant({
    secretType: 'VAULT',
    secretConfiguration: {
      address: 'https://vault',
      namespace: 'team',
      'app-role': { path: 'p', 'role-id': 'r', secretId: 's' },
    },
    secretReadOnly: true,
  });
  const dotted = tenant({ secretType: 'vault', secretConfiguration: { address: 'https://vault', 'token.token': 't' } });
  const unknown = tenant({ storageType: 'gcs', storageConfiguration: { bucket: 'theirs' } });
  const database = tenant({ secretType: 'jdbc', secretConfiguration: { some: 'thing' } });

  for (const each of [minio, vault, dotted, unknown, database, tenant({})]) {
    const form = formOf(each);
    expect(isComplete(form)).toBe(true);
    expect(withBackends(each, form)).toEqual(each);
  }
});

test('what is entered takes the place of what was there, in its spelling; what is emptied goes', () => {
  const form = formOf(minio);

  const saved = withBackends(minio, {
    ...form,
    storageValues: { ...form.storageValues, port: '', secure: 'true', accessKey: 'another' },
  });

  expect(form.storageValues).toEqual({
    endpoint: 'store',
    port: '9000',
    bucket: 'ours',
    accessKey: 'who',
    secretKey: 'key',
  });
  expect(saved.storageConfiguration).toEqual({
    endpoint: 'store',
    secure: true,
    region: 'eu',
    bucket: 'ours',
    'access-key': 'another',
    'secret-key': 'key',
    'part-size': 8_388_608,
  });
});

test('settings of another kind do not travel along when the kind changes', () => {
  const form = formOf(minio);

  const toS3 = withBackends(minio, {
    ...form,
    storage: 's3',
    storageValues: { ...form.storageValues, bucket: 'theirs' },
  });
  const toInstance = withBackends(minio, { ...form, storage: 'instance' });

  expect(toS3).toMatchObject({ storageType: 's3' });
  expect(toS3.storageConfiguration).toEqual({
    endpoint: 'store',
    bucket: 'theirs',
    accessKey: 'who',
    secretKey: 'key',
  });
  expect(toInstance).toEqual(tenant({}));
});

test('another login of Vault takes the place of the one before, with all that belongs to it', () => {
  const before = tenant({
    secretType: 'vault',
    secretConfiguration: {
      address: 'https://vault',
      namespace: 'team',
      appRole: { path: 'p', roleId: 'r', secretId: 's' },
    },
  });

  const saved = withBackends(before, {
    ...formOf(before),
    login: 'password',
    secretValues: { address: 'https://vault', 'password.user': 'me', 'password.password': 'word' },
  });

  expect(formOf(before).login).toBe('appRole');
  expect(saved.secretConfiguration).toEqual({
    address: 'https://vault',
    namespace: 'team',
    password: { user: 'me', password: 'word' },
  });
});
