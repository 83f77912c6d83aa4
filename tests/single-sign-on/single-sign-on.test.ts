import { expect, test } from 'vitest';
import { startServer, type StartServerOptions, type TestServer } from '@windhover/testing';
import { CookieJar } from './cookie-jar.ts';
import { signInAtIssuer, startIssuer, type OpenIdIssuer, type People } from './open-id-issuer.ts';

const jane = { email: 'jane@example.com', email_verified: true, given_name: 'Jane', family_name: 'Doe' };

interface World {
  readonly server: TestServer;
  readonly issuer: OpenIdIssuer;
  readonly people: People;
}

async function aWorld(people: People, options: StartServerOptions = {}): Promise<World> {
  const issuer = await startIssuer(people);
  const configuration = { ...issuer.configuration('corp'), ...options.configuration };
  const server = await startServer({ ...options, configuration });
  issuer.openTo(server.url, ['corp']);
  return { server, issuer, people };
}

/** Through the provider and back; the answer is the last reply of ours. */
async function signIn({ server }: World, subject: string, jar = new CookieJar(), from = ''): Promise<Response> {
  const begun = await jar.fetch(`${server.url}/oauth/login/corp${from}`);
  const back = await signInAtIssuer(jar, begun.headers.get('location')!, subject);
  return jar.fetch(back);
}

async function me({ server }: World, jar: CookieJar) {
  const reply = await jar.fetch(`${server.url}/api/v1/me`);
  expect(reply.status).toBe(200);
  return reply.json() as Promise<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any -- a wire shape
}

test('who signs in at the provider for the first time becomes a user and is signed in', async () => {
  const world = await aWorld({ j1: jane });
  const jar = new CookieJar();

  const done = await signIn(world, 'j1', jar, '?from=/flows');

  expect([done.status, done.headers.get('location')]).toEqual([302, '/ui/flows']);
  expect(done.headers.getSetCookie().find((line) => line.startsWith('JWT='))).toMatch(/HttpOnly; SameSite=Lax/);
  expect(await me(world, jar)).toMatchObject({
    superAdmin: false,
    profile: { username: jane.email, email: jane.email, firstName: 'Jane', lastName: 'Doe' },
    auths: [{ id: 'corp', name: 'corp', type: 'OAUTH' }],
  });
  expect((await world.server.request('GET', '/auths', { as: null })).json).toMatchObject({ oauths: ['corp'] });
  const log = await world.server.call('GET', '/auditlogs/search?filters[type][EQUALS]=LOGIN');
  expect(log.results[0].auditLog.detail).toMatchObject({ username: jane.email, provider: 'corp' });
});

test('the same person comes back to the same user, even under another e-mail', async () => {
  const world = await aWorld({ j1: jane });
  const first = new CookieJar();
  await signIn(world, 'j1', first);

  world.people['j1'] = { ...jane, email: 'jane.smith@example.com', email_verified: false };
  const second = new CookieJar();
  await signIn(world, 'j1', second);

  expect((await me(world, second))['id']).toBe((await me(world, first))['id']);
});

test('a user of that name is linked when the provider has verified the e-mail, and to one account only', async () => {
  const world = await aWorld({ j1: jane, j2: { ...jane }, j3: { ...jane, email_verified: false } });
  const { server } = world;
  const local = await server.call('POST', '/users', { body: { email: 'Jane@Example.com', password: 'Secret-123!' } });

  const unverified = await signIn(world, 'j3');
  const jar = new CookieJar();
  await signIn(world, 'j1', jar);
  const twin = await signIn(world, 'j2');

  expect(unverified.headers.get('location')).toBe('/ui/login?refused=EMAIL_NOT_VERIFIED&provider=corp');
  const { results } = await server.call('GET', '/auditlogs/search?filters[type][EQUALS]=LOGIN_FAILURE');
  expect(results.map(({ auditLog }: { auditLog: { detail: object } }) => auditLog.detail)).toContainEqual(
    expect.objectContaining({ provider: 'corp', reason: expect.stringContaining('no verified e-mail') }),
  );
  const own = await me(world, jar);
  expect([own['id'], own['auths'].map(({ id }: { id: string }) => id)]).toEqual([local.id, ['password', 'corp']]);
  expect(twin.headers.get('location')).toContain('refused=SIGN_ON_REFUSED');
  expect(twin.headers.getSetCookie().some((line) => line.startsWith('JWT='))).toBe(false);
});

test('an e-mail that stands in the profile of another takes nobody over', async () => {
  const world = await aWorld({ j1: jane });
  const mallory = { username: 'mallory@example.com', password: 'Secret-123!' };
  const { id } = await world.server.call('POST', '/users', { body: { email: mallory.username, ...mallory } });
  await world.server.call('PATCH', `/users/${id}`, { body: { email: jane.email } });
  const jar = new CookieJar();

  await signIn(world, 'j1', jar);

  expect((await me(world, jar))['id']).not.toBe(id);
});

test('who held an account that a tenant had made in the name of another is out once that person signs in', async () => {
  const world = await aWorld({ j1: jane }, { tenancy: 'mixed' });
  const { server } = world;
  const ada = { username: 'ada@example.com', password: 'Analytical!1' };
  const { id: adminId } = await server.call('POST', '/users', { body: { email: ada.username, ...ada } });
  await server.call('POST', '/bindings', { body: { type: 'USER', externalId: adminId, roleId: 'admin_main' } });
  const { link } = await server.call('POST', '/invitations', { as: ada, body: { email: jane.email } });
  const held = { username: jane.email, password: 'Mallory!1' };
  const names = { firstName: 'Jane', lastName: 'Doe', password: held.password };
  await server.call('POST', `/invitation/create/${link.split('/').at(-1)}`, { as: null, body: names });
  const { fullToken } = await server.call('POST', '/me/api-tokens', { as: held, body: { name: 'kept' } });
  const jar = new CookieJar();

  await signIn(world, 'j1', jar);

  expect((await me(world, jar))['auths']).toEqual([{ id: 'corp', name: 'corp', type: 'OAUTH' }]);
  expect((await server.request('GET', '/me', { as: held })).status).toBe(401);
  expect((await server.request('GET', '/me', { as: { token: fullToken } })).status).toBe(401);
});

test('a superadmin takes the link away, and with it the session', async () => {
  const world = await aWorld({ j1: jane });
  const jar = new CookieJar();
  await signIn(world, 'j1', jar);
  const { id } = await me(world, jar);

  const user = await world.server.call('DELETE', `/users/${id}/auths/corp`);

  expect(user.auths).toEqual([]);
  expect((await jar.fetch(`${world.server.url}/api/v1/me`)).status).toBe(401);
  expect((await world.server.request('DELETE', `/users/${id}/auths/corp`)).status).toBe(404);
});

test('the role for everybody new is given at the first sign-in; without one no tenant opens', async () => {
  const role = { name: 'Newcomer', permissions: { FLOW: ['VIEW', 'LIST'] }, 'tenant-id': 'main' };
  const open = await aWorld(
    { j1: jane },
    { tenancy: 'mixed', configuration: { 'kestra.security.default-role': role } },
  );
  const closed = await aWorld({ j1: jane }, { tenancy: 'mixed' });
  const [inside, outside] = [new CookieJar(), new CookieJar()];

  await signIn(open, 'j1', inside);
  await signIn(closed, 'j1', outside);

  expect((await inside.fetch(`${open.server.url}/api/v1/main/flows/search`)).status).toBe(200);
  expect((await me(closed, outside))['tenants']).toEqual([]);
  expect((await outside.fetch(`${closed.server.url}/api/v1/main/flows/search`)).status).toBe(404);
});

test('groups are what the token says, in each tenant of the person, and change with the next sign-in', async () => {
  const configuration = { 'kestra.security.oidc.groups-claim-path': 'groups' };
  const world = await aWorld({ j1: { ...jane, groups: ['ops', 'dev'] } }, { tenancy: 'mixed', configuration });
  const { server } = world;
  for (const id of ['alpha', 'beta']) await server.call('POST', '/tenants', { body: { id, name: id } });
  const byHand = await server.call('POST', '/groups', { tenant: 'alpha', body: { name: 'by hand' } });
  const user = await server.call('POST', '/users', { body: { email: jane.email, groups: [byHand.id] } });
  const groupsIn = async (tenant: string): Promise<ReadonlySet<string>> => {
    const { results } = await server.call('GET', '/groups/search', { tenant });
    const names = await Promise.all(
      results.map(async ({ id, name }: { id: string; name: string }) => {
        const members = await server.call('GET', `/groups/${id}/members`, { tenant });
        return members.results.some((member: { id: string }) => member.id === user.id) ? [name] : [];
      }),
    );
    return new Set(names.flat());
  };

  await signIn(world, 'j1');
  expect(await groupsIn('alpha')).toEqual(new Set(['by hand', 'dev', 'ops']));
  expect((await server.call('GET', '/groups/search', { tenant: 'beta' })).total).toBe(0);

  world.people['j1'] = { ...jane, groups: ['dev'] };
  await signIn(world, 'j1');
  expect(await groupsIn('alpha')).toEqual(new Set(['by hand', 'dev']));

  world.people['j1'] = jane;
  await signIn(world, 'j1');
  expect(await groupsIn('alpha')).toEqual(new Set(['by hand']));
});

test('access that came with groups ends when the token names the last of them no more', async () => {
  const configuration = { 'kestra.security.oidc.groups-claim-path': 'groups' };
  const world = await aWorld({ j1: { ...jane, groups: ['ops'] } }, { tenancy: 'mixed', configuration });
  const { server } = world;
  await server.call('POST', '/tenants', { body: { id: 'alpha', name: 'alpha' } });
  const byHand = await server.call('POST', '/groups', { tenant: 'alpha', body: { name: 'by hand' } });
  const user = await server.call('POST', '/users', { body: { email: jane.email, groups: [byHand.id] } });
  const tenants = async () =>
    (await server.call('GET', `/users/${user.id}`)).tenants.map(({ id }: { id: string }) => id);

  await signIn(world, 'j1');
  await server.call('DELETE', `/groups/${byHand.id}/members/${user.id}`, { tenant: 'alpha' });
  expect(await tenants()).toEqual(['alpha']);

  world.people['j1'] = jane;
  await signIn(world, 'j1');
  expect(await tenants()).toEqual([]);
});

test('signing out names where the session at the provider ends, and a page goes there', async () => {
  const world = await aWorld({ j1: jane });
  const [byScript, byPage] = [new CookieJar(), new CookieJar()];
  await signIn(world, 'j1', byScript);
  await signIn(world, 'j1', byPage);
  const ends = `${world.issuer.url}/session/end?`;

  const reply = await byScript.fetch(`${world.server.url}/logout`, { method: 'POST' });
  const page = await byPage.fetch(`${world.server.url}/logout`);

  expect(((await reply.json()) as { endSessionUrl: string }).endSessionUrl).toContain(ends);
  expect([page.status, page.headers.get('location')]).toEqual([302, expect.stringContaining(ends)]);
  expect(byPage.get('JWT')).toBeUndefined();
  const asked = await byPage.fetch(page.headers.get('location')!);
  expect([asked.status, await asked.text()]).toEqual([200, expect.stringContaining('sign-out')]);
});

test('a GET does not sign out where the configuration says so', async () => {
  const configuration = { 'micronaut.security.endpoints.logout.get-allowed': false };
  const server = await startServer({ configuration });
  expect((await fetch(`${server.url}/logout`)).status).toBe(404);
  expect((await fetch(`${server.url}/logout`, { method: 'POST' })).status).toBe(200);
});

test('nobody gets in by a provider before the instance is set up', async () => {
  const world = await aWorld({ j1: jane }, { admin: false });
  const reply = await signIn(world, 'j1');
  expect(reply.headers.get('location')).toContain('refused=SIGN_ON_REFUSED');
  expect((await world.server.request('GET', '/configs/login', { as: null })).json.isBasicAuthInitialized).toBe(false);
});

test('what the person refuses at the provider, and a provider that is away, are said on the sign-in page', async () => {
  const world = await aWorld({ j1: jane });
  const jar = new CookieJar();
  const begun = await jar.fetch(`${world.server.url}/oauth/login/corp?from=/flows`);
  const { searchParams } = new URL(begun.headers.get('location')!);
  const denied = new URL(`${world.server.url}/oauth/callback/corp`);
  denied.search = new URLSearchParams({
    error: 'access_denied',
    state: searchParams.get('state')!,
    iss: world.issuer.url,
  }).toString();

  const refused = await jar.fetch(denied);
  expect(refused.headers.get('location')).toBe('/ui/login?refused=SIGN_ON_REFUSED&provider=corp&from=%2Fflows');
  const log = await world.server.call('GET', '/auditlogs/search?filters[type][EQUALS]=LOGIN_FAILURE');
  expect(log.results[0].auditLog.detail).toEqual(
    expect.objectContaining({ provider: 'corp', reason: "the provider answered 'access_denied'" }),
  );

  const away = await startServer({ configuration: (await startIssuer({})).configuration('corp') });
  const reply = await fetch(`${away.url}/oauth/login/corp`, { redirect: 'manual' });
  expect(reply.headers.get('location')).toBe('/ui/login?refused=PROVIDER_UNAVAILABLE&provider=corp');
  expect((await fetch(`${away.url}/oauth/login/other`)).status).toBe(404);
});

test('a way back to another site leads home', async () => {
  const world = await aWorld({ j1: jane });
  for (const from of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\r\nset-cookie: x=y']) {
    const done = await signIn(world, 'j1', new CookieJar(), `?from=${encodeURIComponent(from)}`);
    expect(done.headers.get('location')).toBe('/ui/');
  }
});

test('a client that is not whole stops the start and says what is missing', async () => {
  const configuration = {
    'micronaut.security.oauth2.enabled': true,
    'micronaut.security.oauth2.clients.corp.openid.issuer': 'http://corp.example',
  };
  await expect(startServer({ configuration, kind: 'process' })).rejects.toThrow(
    /clients\.corp\.client-id is required[^]*must be an https address/,
  );
});
