import { expect, test } from 'vitest';
import { admin, startTestServer } from './test-server.ts';

const credentials = { username: 'first@user.org', password: 'Secret!123' };

test('the first user is a superadmin and Admin of the first tenant, and is the only one that setup makes', async () => {
  const { client } = await startTestServer({ tenancy: 'mixed', admin: false });
  expect(await client().configs.login()).toEqual({ isBasicAuthInitialized: false });
  expect(await client().setup.get()).toMatchObject({ done: false });

  const user = await client().setup.create({ body: { ...credentials, tenant: { id: 'dev', name: 'Development' } } });

  expect(user).toMatchObject({
    username: 'first@user.org',
    superAdmin: true,
    instanceOwner: true,
    tenants: [{ id: 'dev', name: 'Development' }],
  });
  await expect(client().setup.create({ body: credentials })).rejects.toMatchObject({ status: 409 });
  await expect(client().setup.get()).rejects.toMatchObject({ status: 401 });
  expect(await client(credentials).setup.get()).toMatchObject({ done: true });
  expect(await client().configs.login()).toEqual({ isBasicAuthInitialized: true });
});

test('what is wrong with the account of the configuration is told before there is a user, and then to users', async () => {
  const server = { basicAuthErrors: ['the password is too short'] };
  const { client } = await startTestServer({ admin: false, server });
  expect(await client().setup.basicAuthErrors()).toEqual(server.basicAuthErrors);

  await client().setup.create({ body: credentials });

  await expect(client().setup.basicAuthErrors()).rejects.toMatchObject({ status: 401 });
  expect(await client(credentials).setup.basicAuthErrors()).toEqual(server.basicAuthErrors);
});

test('of two first users who race one wins', async () => {
  const { client } = await startTestServer({ admin: false });
  const tries = await Promise.allSettled([
    client().setup.create({ body: credentials }),
    client().setup.create({ body: { ...credentials, username: 'second@user.org' } }),
  ]);
  expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('explicit mode needs a tenant, single mode ignores it', async () => {
  const explicit = await startTestServer({ tenancy: 'explicit', admin: false });
  await expect(explicit.client().setup.create({ body: credentials })).rejects.toMatchObject({ status: 422 });

  const single = await startTestServer({ admin: false });
  await single.client().setup.create({ body: { ...credentials, tenant: { id: 'dev' } } });
  expect((await single.client(credentials).me.get()).tenants).toEqual([{ name: 'default' }]);
});

test('a caller who came through a proxy needs the token that the server printed', async () => {
  const { url, setupToken } = await startTestServer({ admin: false });
  const post = (headers: Record<string, string>) =>
    fetch(`${url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7', ...headers },
      body: JSON.stringify(credentials),
    });

  expect((await post({})).status).toBe(401);
  expect((await post({ 'x-setup-token': 'guess' })).status).toBe(401);
  expect((await post({ 'x-setup-token': setupToken })).status).toBe(200);
});

test('the single-credential page has its own rules and words', async () => {
  const { url, client } = await startTestServer({ admin: false });
  const post = (body: object) =>
    fetch(`${url}/api/v1/main/basicAuth`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const bad = await post({ uid: 'x', username: 'root', password: 'short' });
  expect(bad.status).toBe(422);
  expect(
    ((await bad.json()) as { _embedded: { errors: { message: string }[] } })._embedded.errors.map(
      ({ message }) => message,
    ),
  ).toEqual([
    'Invalid username for Basic Authentication. Please provide a valid email address.',
    'Invalid password for Basic Authentication. The password must have 8 chars, one upper, one lower and one number',
  ]);
  expect((await post({ uid: 'x', username: 'root@root.com', password: 'Root1234' })).status).toBe(200);
  expect((await client({ username: 'root@root.com', password: 'Root1234' }).me.get()).superAdmin).toBe(true);
  expect((await post(admin)).status).toBe(409);
});

test('what a password must have is told under the names of its keys', async () => {
  const { api } = await startTestServer({ tenancy: 'mixed' });

  const { passwordConfiguration } = await api.configs.get();

  expect(passwordConfiguration).toEqual({
    passwordMinLength: 8,
    passwordRequireSpecial: true,
    passwordMinDigits: 1,
    passwordMinLowerCase: 1,
    passwordMinUpperCase: 1,
    passwordAllowedSpecialCharacters: '!@#$%^&*',
  });
});
