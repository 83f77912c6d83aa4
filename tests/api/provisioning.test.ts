/** Identity providers as they really speak: what Okta and Entra send, in their order and spelling. */
import { expect, test } from 'vitest';
import { eventually, startServer, type Reply, type TestServer } from '@windhover/testing';

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Integration {
  readonly id: string;
  readonly uri: string;
  readonly token: string;
  /** Below the integration's address; as its token unless told otherwise. */
  scim(method: string, path: string, body?: unknown, token?: string): Promise<Reply>;
}

async function anIntegration(server: TestServer, tenant: string, name = 'okta'): Promise<Integration> {
  const body = { name, type: 'SCIM', description: `for ${tenant}` };
  const made = await server.call('POST', '/security-integrations', { tenant, body });
  const own = made.apiToken.fullToken as string;
  return {
    id: made.id,
    uri: made.uri,
    token: own,
    async scim(method, path, sent, token = own) {
      const response = await fetch(`${made.uri}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      });
      const text = await response.text();
      const json = text === '' ? undefined : JSON.parse(text);
      return { status: response.status, headers: response.headers, text, json };
    },
  };
}

async function aTenant(server: TestServer, id: string): Promise<void> {
  await server.call('POST', '/tenants', { body: { id, name: id } });
}

async function accessTo(server: TestServer, tenant: string): Promise<readonly string[]> {
  const { results } = await server.call('GET', '/tenant-access?size=100', { tenant });
  return results.map(({ username }: { username: string }) => username);
}

const janeOfOkta = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'jane@example.com',
  name: { givenName: 'Jane', familyName: 'Doe' },
  emails: [{ primary: true, value: 'jane@example.com', type: 'work' }],
  displayName: 'Jane Doe',
  locale: 'en-US',
  externalId: '00u1',
  groups: [],
  password: 'ignored-1A!',
  active: true,
};

test('an integration has a token that is shown once, and stands in the lists without it', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { id, uri, token } = await anIntegration(server, 'dev');

  expect(uri).toBe(`${server.url}/api/v1/dev/integrations/${id}/scim/v2`);
  expect(token).toMatch(/^wh_/);
  const shown = { id, name: 'okta', type: 'SCIM', description: 'for dev', enabled: true, uri };
  expect(await server.call('GET', `/security-integrations/${id}`, { tenant: 'dev' })).toEqual(shown);
  for (const path of ['/security-integrations', '/security-integrations/search?q=okt&page=1&size=5']) {
    expect(await server.call('GET', path, { tenant: 'dev' })).toEqual({ results: [shown], total: 1 });
  }
  await anIntegration(server, 'dev', 'entra');
  const names = async (query: string): Promise<readonly string[]> => {
    const { results } = await server.call('GET', `/security-integrations/search?${query}`, { tenant: 'dev' });
    return results.map(({ name }: { name: string }) => name);
  };
  expect(await names('sort=name:desc')).toEqual(['okta', 'entra']);
  expect(await names('q=KT')).toEqual(['okta']);
  expect(await names('filters[name][NOT_EQUALS]=okta')).toEqual(['entra']);
  const role = await server.call('GET', '/roles/scim_provisioner_dev', { tenant: 'dev' });
  expect(role).toMatchObject({ name: 'SCIMProvisioner', isManaged: true });
  expect(role.permissions.USER).not.toContain('DELETE');
  const refused = await server.request('POST', '/security-integrations', {
    tenant: 'dev',
    body: { name: 'Not A Name', type: 'SCIM', description: '' },
  });
  expect([refused.status, refused.json.message]).toEqual([422, expect.stringContaining('name: must match')]);
});

test('Okta finds nobody, makes somebody, updates, deactivates and reactivates them', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim, uri } = await anIntegration(server, 'dev');

  const nobody = await scim('GET', '/Users?filter=userName%20eq%20%22jane%40example.com%22&startIndex=1&count=100');
  expect([nobody.status, nobody.headers.get('content-type'), nobody.json]).toEqual([
    200,
    expect.stringMatching(/^application\/scim\+json/),
    {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    },
  ]);

  const made = await scim('POST', '/Users', janeOfOkta);
  expect([made.status, made.headers.get('location')]).toEqual([201, `${uri}/Users/${made.json.id}`]);
  expect(made.json).toMatchObject({
    userName: 'jane@example.com',
    externalId: '00u1',
    active: true,
    name: { givenName: 'Jane', familyName: 'Doe', formatted: 'Jane Doe' },
    emails: [{ value: 'jane@example.com', primary: true }],
    meta: { resourceType: 'User', location: `${uri}/Users/${made.json.id}` },
  });
  expect(made.text).not.toContain('ignored-1A!');
  expect(await accessTo(server, 'dev')).toContain('jane@example.com');
  const { id } = made.json;

  const again = await scim('POST', '/Users', { ...janeOfOkta, userName: 'JANE@example.com' });
  expect([again.status, again.json]).toEqual([
    409,
    expect.objectContaining({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: "User 'JANE@example.com' already exists",
    }),
  ]);

  const renamed = await scim('PUT', `/Users/${id}`, {
    ...janeOfOkta,
    id,
    name: { givenName: 'Janet', familyName: 'Doe' },
  });
  expect([renamed.status, renamed.json.name.givenName]).toEqual([200, 'Janet']);

  const off = await scim('PATCH', `/Users/${id}`, {
    schemas: [patchOp],
    Operations: [{ op: 'replace', value: { active: false } }],
  });
  expect([off.status, off.json.active]).toEqual([200, false]);
  expect(await accessTo(server, 'dev')).not.toContain('jane@example.com');
  expect((await scim('GET', `/Users/${id}`)).json.active).toBe(false);
  expect((await server.request('GET', `/users/${id}`)).status).toBe(200);

  const on = await scim('PATCH', `/Users/${id}`, {
    schemas: [patchOp],
    Operations: [{ op: 'replace', value: { active: true } }],
  });
  expect(on.json.active).toBe(true);
  expect(await accessTo(server, 'dev')).toContain('jane@example.com');
});

test('Entra matches by external id, and patches in its own spelling', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim } = await anIntegration(server, 'dev', 'entra');
  const { id } = (await scim('POST', '/Users', { ...janeOfOkta, externalId: 'aad-1' })).json;

  const found = await scim('GET', '/Users?filter=externalId+eq+%22aad-1%22');
  expect(found.json.Resources.map((each: { id: string }) => each.id)).toEqual([id]);

  const patched = await scim('PATCH', `/Users/${id}`, {
    schemas: [patchOp],
    Operations: [
      { op: 'Replace', path: 'name.givenName', value: 'Janet' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'janet@example.com' },
      { op: 'Replace', path: 'userName', value: 'janet@example.com' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Flight' },
      { op: 'Replace', path: 'active', value: 'False' },
    ],
  });
  expect([patched.status, patched.json]).toEqual([
    200,
    expect.objectContaining({
      userName: 'janet@example.com',
      active: false,
      emails: [expect.objectContaining({ value: 'janet@example.com' })],
      name: expect.objectContaining({ givenName: 'Janet' }),
    }),
  ]);
  expect((await server.call('GET', `/users/${id}`)).username).toBe('janet@example.com');
});

test('a deleted user leaves the tenant and stays a user; the name can come back', async () => {
  for (const tenancy of ['single', 'mixed'] as const) {
    const server = await startServer({ tenancy });
    const { scim } = await anIntegration(server, 'main');
    const { id } = (await scim('POST', '/Users', janeOfOkta)).json;
    await server.call('POST', '/bindings', {
      tenant: 'main',
      body: { type: 'USER', externalId: id, roleId: 'viewer_main' },
    });

    expect((await scim('DELETE', `/Users/${id}`)).status).toBe(204);

    expect((await scim('GET', `/Users/${id}`)).status).toBe(404);
    expect((await scim('DELETE', `/Users/${id}`)).status).toBe(404);
    const left = await server.call('GET', `/bindings/search?type=USER&id=${id}`, { tenant: 'main' });
    expect(left.total).toBe(0);
    expect((await server.call('GET', `/users/${id}`)).username).toBe('jane@example.com');
    const back = await scim('POST', '/Users', janeOfOkta);
    expect([back.status, back.json.id, back.json.active]).toEqual([201, id, true]);
  }
});

test('who is deactivated loses rights and tokens at once', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim } = await anIntegration(server, 'dev');
  const { id } = (await scim('POST', '/Users', janeOfOkta)).json;
  await server.call('POST', '/bindings', {
    tenant: 'dev',
    body: { type: 'USER', externalId: id, roleId: 'viewer_dev' },
  });
  const { fullToken } = await server.call('POST', `/users/${id}/api-tokens`, { body: { name: 'ci' } });
  const look = () => server.request('GET', '/flows/search', { tenant: 'dev', as: { token: fullToken } });
  expect((await look()).status).toBe(200);

  await scim('PATCH', `/Users/${id}`, {
    schemas: [patchOp],
    Operations: [{ op: 'replace', value: { active: false } }],
  });

  expect((await look()).status).toBe(401);
});

test('a user of another tenant comes in as they are, and is not changed by either', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'one');
  await aTenant(server, 'two');
  const [one, two] = [await anIntegration(server, 'one'), await anIntegration(server, 'two')];
  const { id } = (await one.scim('POST', '/Users', janeOfOkta)).json;

  expect((await two.scim('GET', '/Users?filter=userName eq "jane@example.com"')).json.totalResults).toBe(0);
  expect((await two.scim('GET', `/Users/${id}`)).status).toBe(404);
  const other = await two.scim('POST', '/Users', { ...janeOfOkta, externalId: 'b7', name: { givenName: 'Mallory' } });
  expect([other.status, other.json.id, other.json.name.givenName, other.json.externalId]).toEqual([
    201,
    id,
    'Jane',
    'b7',
  ]);
  const changed = await two.scim('PUT', `/Users/${id}`, { ...janeOfOkta, userName: 'mallory@example.com' });
  expect([changed.status, changed.json.userName]).toEqual([200, 'jane@example.com']);

  await two.scim('DELETE', `/Users/${id}`);
  const stays = (await one.scim('GET', `/Users/${id}`)).json;
  expect([stays.active, stays.externalId]).toEqual([true, '00u1']);
});

test('the provider that made a user changes their profile no more once another tenant has let them in', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'one');
  await aTenant(server, 'two');
  const { scim } = await anIntegration(server, 'one');
  const { id } = (await scim('POST', '/Users', janeOfOkta)).json;
  const mallory = { ...janeOfOkta, userName: 'mallory@example.com', emails: [{ value: 'mallory@example.com' }] };
  await server.call('PUT', `/tenant-access/${id}`, { tenant: 'two' });

  const replaced = await scim('PUT', `/Users/${id}`, mallory);
  const patched = await scim('PATCH', `/Users/${id}`, {
    schemas: [patchOp],
    Operations: [
      { op: 'replace', path: 'userName', value: mallory.userName },
      { op: 'replace', path: 'externalId', value: '00u2' },
      { op: 'replace', path: 'active', value: false },
    ],
  });

  expect([replaced.status, replaced.json.userName, replaced.json.emails[0].value]).toEqual([
    200,
    janeOfOkta.userName,
    janeOfOkta.userName,
  ]);
  expect([patched.status, patched.json.userName, patched.json.externalId, patched.json.active]).toEqual([
    200,
    janeOfOkta.userName,
    '00u2',
    false,
  ]);
  expect(await accessTo(server, 'two')).toContain(janeOfOkta.userName);

  await server.call('DELETE', `/tenant-access/${id}`, { tenant: 'two' });
  expect((await scim('PUT', `/Users/${id}`, mallory)).json.userName).toBe(mallory.userName);
});

test('an e-mail that a provider writes takes no invitation of another tenant', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  for (const id of ['one', 'two']) await aTenant(server, id);
  const { scim } = await anIntegration(server, 'one');
  const invited = 'grace@example.com';
  const password = 'Mallory!1';
  const anAccount = async (username: string, resource: object) => {
    const { id } = (await scim('POST', '/Users', { userName: username, ...resource })).json;
    await server.call('PATCH', `/users/${id}/password`, { body: { password } });
    return { id, as: { username, password } };
  };
  const emails = [{ value: invited, primary: true }];
  const made = await anAccount('mallory@example.com', { emails });
  const patched = await anAccount('max@example.com', {});
  await scim('PATCH', `/Users/${patched.id}`, {
    schemas: [patchOp],
    Operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: invited }],
  });
  const renamed = await anAccount('mary@example.com', {});
  await scim('PUT', `/Users/${renamed.id}`, { userName: invited, active: true });

  const invitation = await server.call('POST', '/invitations', { tenant: 'two', body: { email: invited } });

  expect(invitation.status).toBe('PENDING');
  for (const as of [made.as, patched.as, { username: invited, password }]) {
    expect(await server.call('GET', '/me/invitations', { as })).toEqual([]);
    const taken = await server.request('POST', `/invitation/accept/${invitation.id}`, { as });
    expect([taken.status, taken.json.message]).toEqual([404, 'Not Found: invitation']);
  }
  const { scim: ofTwo } = await anIntegration(server, 'two');
  expect((await ofTwo('POST', '/Users', { userName: invited })).status).toBe(409);
  expect(await accessTo(server, 'two')).toEqual([server.admin.username, 'scim-okta']);
  const own = await server.request('POST', '/invitations', { tenant: 'one', body: { email: invited } });
  expect([own.status, own.json.message]).toEqual([409, `Tenant access of '${invited}' already exists`]);
});

test('what a superadmin writes is believed, whoever wrote it before', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  for (const id of ['one', 'two']) await aTenant(server, id);
  const { scim } = await anIntegration(server, 'one');
  const emails = [{ value: 'grace@example.com', primary: true }];
  const { id } = (await scim('POST', '/Users', { userName: 'grace', emails })).json;
  const invite = () =>
    server.request('POST', '/invitations', { tenant: 'two', body: { email: 'grace@example.com', roles: [] } });
  const { json: waiting } = await invite();
  await server.call('DELETE', `/invitations/${waiting.id}`, { tenant: 'two' });

  await server.call('PATCH', `/users/${id}`, { body: { email: 'grace@example.com' } });

  expect((await invite()).status).toBe(204);
  expect(await accessTo(server, 'two')).toContain('grace');
});

test('groups come with members, change by patch and go; roles bound to them reach the members', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim, uri } = await anIntegration(server, 'dev');
  const people = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => (await scim('POST', '/Users', { userName: `${name}@example.com` })).json.id),
  );
  const [a, b, c] = people as [string, string, string];

  const made = await scim('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'ops',
    externalId: 'g-1',
    members: [{ value: a, display: 'a@example.com' }],
  });
  expect([made.status, made.headers.get('location')]).toEqual([201, `${uri}/Groups/${made.json.id}`]);
  const { id } = made.json;
  const members = async (): Promise<ReadonlySet<string>> => {
    const group = (await scim('GET', `/Groups/${id}`)).json;
    return new Set(group.members.map(({ value }: { value: string }) => value));
  };
  expect(await members()).toEqual(new Set([a]));

  await server.call('POST', '/bindings', {
    tenant: 'dev',
    body: { type: 'GROUP', externalId: id, roleId: 'admin_dev' },
  });
  const patch = (...Operations: readonly unknown[]) =>
    scim('PATCH', `/Groups/${id}`, { schemas: [patchOp], Operations });
  expect((await patch({ op: 'Add', path: 'members', value: [{ value: b }, { value: c }] })).status).toBe(204);
  expect(await members()).toEqual(new Set([a, b, c]));
  await patch({ op: 'remove', path: `members[value eq "${a}"]` });
  await patch({ op: 'Remove', path: 'members', value: [{ value: c }] });
  expect(await members()).toEqual(new Set([b]));
  await patch({ op: 'replace', value: { id, displayName: 'operators' } });
  const { fullToken } = await server.call('POST', `/users/${b}/api-tokens`, { body: { name: 'ci' } });
  expect((await server.request('GET', '/flows/search', { tenant: 'dev', as: { token: fullToken } })).status).toBe(200);

  const short = (await scim('GET', '/Groups?filter=displayName eq "OPERATORS"&excludedAttributes=members')).json;
  expect(short.Resources).toEqual([expect.not.objectContaining({ members: expect.anything() })]);
  const byMember = (await scim('GET', `/Groups?filter=id eq "${id}" and members eq "${b}"`)).json;
  expect([byMember.totalResults, (await scim('GET', `/Users/${b}`)).json.groups]).toEqual([
    1,
    [{ value: id, display: 'operators' }],
  ]);

  expect((await scim('POST', '/Groups', { displayName: 'operators' })).json.scimType).toBe('uniqueness');
  expect((await patch({ op: 'add', path: 'members', value: [{ value: 'nobody' }] })).json).toMatchObject({
    status: '400',
    scimType: 'invalidValue',
  });
  expect((await scim('DELETE', `/Groups/${id}`)).status).toBe(204);
  expect((await scim('GET', `/Groups/${id}`)).status).toBe(404);
});

test('patches of a group at the same time all count', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim } = await anIntegration(server, 'dev');
  const people: string[] = [];
  for (const name of 'abcdef') people.push((await scim('POST', '/Users', { userName: `${name}@example.com` })).json.id);
  const [first, ...others] = people;
  const { id } = (await scim('POST', '/Groups', { displayName: 'ops', members: [{ value: first }] })).json;
  const patch = (operation: object) => scim('PATCH', `/Groups/${id}`, { schemas: [patchOp], Operations: [operation] });

  await Promise.all([
    patch({ op: 'remove', path: `members[value eq "${first}"]` }),
    ...others.map((value) => patch({ op: 'add', path: 'members', value: [{ value }] })),
  ]);

  const { members } = (await scim('GET', `/Groups/${id}`)).json;
  expect(new Set(members.map(({ value }: { value: string }) => value))).toEqual(new Set(others));
});

test('who came in by a group alone leaves the tenant with the last one, by SCIM or otherwise', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim } = await anIntegration(server, 'dev');
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => server.call('POST', '/groups', { tenant: 'dev', body: { name } })),
  );
  const user = await server.call('POST', '/users', { body: { email: 'jane@example.com', groups: [one.id, two.id] } });
  const leave = (group: string) =>
    scim('PATCH', `/Groups/${group}`, {
      schemas: [patchOp],
      Operations: [{ op: 'remove', path: `members[value eq "${user.id}"]` }],
    });

  await leave(one.id);
  expect(await accessTo(server, 'dev')).toContain('jane@example.com');
  await leave(two.id);
  expect(await accessTo(server, 'dev')).not.toContain('jane@example.com');

  await server.call('PUT', `/users/${user.id}`, { body: { email: 'jane@example.com', groups: [one.id] } });
  await server.call('PUT', `/users/${user.id}`, { body: { email: 'jane@example.com', groups: [two.id] } });
  expect(await accessTo(server, 'dev')).toContain('jane@example.com');
  await server.call('PUT', `/users/${user.id}`, { body: { email: 'jane@example.com' } });
  expect(await accessTo(server, 'dev')).not.toContain('jane@example.com');
});

test("a group of the tenant's own gives nobody by SCIM what the token does not hold", async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim } = await anIntegration(server, 'dev');
  const admins = await server.call('POST', '/groups', { tenant: 'dev', body: { name: 'admins' } });
  await server.call('POST', '/bindings', {
    tenant: 'dev',
    body: { type: 'GROUP', externalId: admins.id, roleId: 'admin_dev' },
  });
  const { id } = (await scim('POST', '/Users', janeOfOkta)).json;

  const reply = await scim('PATCH', `/Groups/${admins.id}`, {
    schemas: [patchOp],
    Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }],
  });

  expect([reply.status, reply.json.detail]).toEqual([403, expect.stringContaining('missing permission')]);
  expect((await scim('GET', `/Groups/${admins.id}`)).json.members).toEqual([]);
});

test('who may rename groups but not manage their members does no more than that by SCIM', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { id: integration, scim } = await anIntegration(server, 'dev');
  const { id: jane } = (await scim('POST', '/Users', janeOfOkta)).json;
  const group = await server.call('POST', '/groups', { tenant: 'dev', body: { name: 'weak' } });
  const clerk = { username: 'clerk@example.com', password: 'Secret-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: clerk.username, ...clerk, tenants: ['dev'] } });
  const permissions = { GROUP: ['VIEW', 'LIST', 'UPDATE'], USER: ['VIEW', 'LIST'] };
  const role = await server.call('POST', '/roles', { tenant: 'dev', body: { name: 'clerk', permissions } });
  const binding = { type: 'USER', externalId: id, roleId: role.id };
  await server.call('POST', '/bindings', { tenant: 'dev', body: binding });
  const patch = (operation: object) =>
    server.request('PATCH', `/integrations/${integration}/scim/v2/Groups/${group.id}`, {
      tenant: 'dev',
      as: clerk,
      body: { schemas: [patchOp], Operations: [operation] },
    });

  expect((await patch({ op: 'replace', path: 'displayName', value: 'renamed' })).status).toBe(204);
  const reply = await patch({ op: 'add', path: 'members', value: [{ value: jane }] });

  expect([reply.status, reply.json.detail]).toEqual([403, expect.stringContaining('GROUP:MANAGE_MEMBERS')]);
  expect((await scim('GET', `/Groups/${group.id}`)).json).toMatchObject({ displayName: 'renamed', members: [] });
});

test('lists are filtered, sorted and paged', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { scim } = await anIntegration(server, 'dev');
  // Beside the superadmin who made the tenant
  for (const name of ['c', 'a', 'd', 'b']) await scim('POST', '/Users', { userName: `${name}@example.com` });
  const names = ({ json }: Reply) => json.Resources.map(({ userName }: { userName: string }) => userName[0]);

  const page = await scim('GET', '/Users?sortBy=userName&sortOrder=descending&startIndex=2&count=2');
  expect([names(page), page.json.totalResults, page.json.startIndex, page.json.itemsPerPage]).toEqual([
    ['c', 'b'],
    5,
    2,
    2,
  ]);
  expect((await scim('GET', '/Users?count=0')).json).toMatchObject({ totalResults: 5, Resources: [] });
  const searched = await scim('POST', '/Users/.search', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    filter: 'userName sw "a@" or userName sw "b"',
    sortBy: 'userName',
    attributes: ['userName'],
  });
  expect(searched.json.Resources.map((each: object) => Object.keys(each))).toEqual([
    ['schemas', 'id', 'userName'],
    ['schemas', 'id', 'userName'],
  ]);
  const bad = await scim('GET', '/Users?filter=userName like "x"');
  expect([bad.status, bad.json.scimType]).toEqual([400, 'invalidFilter']);
  expect((await scim('POST', '/Users', { name: {} })).json).toMatchObject({ status: '400', scimType: 'invalidValue' });
});

test('it says what it can do', async () => {
  const server = await startServer();
  const { scim } = await anIntegration(server, 'main');
  const config = (await scim('GET', '/ServiceProviderConfig')).json;
  expect([config.patch.supported, config.filter.supported, config.bulk.supported]).toEqual([true, true, false]);
  const types = (await scim('GET', '/ResourceTypes')).json.Resources;
  expect(types.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(['/Users', '/Groups']);
  expect((await scim('GET', '/ResourceTypes/User')).json.schema).toBe('urn:ietf:params:scim:schemas:core:2.0:User');
  const schemas = (await scim('GET', '/Schemas')).json.Resources;
  expect(schemas).toHaveLength(2);
  expect((await scim('GET', `/Schemas/${schemas[0].id}`)).json.attributes[0].name).toBe('userName');
  expect((await scim('GET', '/Schemas/other')).status).toBe(404);
});

test('a disabled integration may do nothing anywhere; enabled again it goes on; deleted, its token is dead', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { id, token, scim } = await anIntegration(server, 'dev');
  const { id: jane } = (await scim('POST', '/Users', janeOfOkta)).json;
  const groups = () => server.request('GET', '/groups/search', { tenant: 'dev', as: { token } });
  expect((await groups()).status).toBe(200);

  await server.call('POST', `/security-integrations/${id}/disable`, { tenant: 'dev' });
  const refused = await scim('GET', '/Users');
  expect([refused.status, refused.json.status]).toEqual([403, '403']);
  expect((await groups()).status).toBe(403);
  const asRoot = await server.request('GET', `/integrations/${id}/scim/v2/Users`, { tenant: 'dev' });
  expect([asRoot.status, asRoot.json.detail]).toEqual([403, expect.stringContaining('disabled')]);

  await server.call('POST', `/security-integrations/${id}/enable`, { tenant: 'dev' });
  expect((await scim('GET', `/Users/${jane}`)).json.active).toBe(true);

  await server.call('DELETE', `/security-integrations/${id}`, { tenant: 'dev' });
  expect((await scim('GET', '/Users')).status).toBe(401);
  expect(await accessTo(server, 'dev')).toContain('jane@example.com');
});

test('a token reaches its own integration only, and administrators of the tenant let nobody in this way', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'one');
  await aTenant(server, 'two');
  const [one, two] = [await anIntegration(server, 'one'), await anIntegration(server, 'two')];
  const beside = await anIntegration(server, 'one', 'entra');

  expect((await two.scim('GET', '/Users', undefined, one.token)).status).toBe(404);
  expect((await beside.scim('GET', '/Users', undefined, one.token)).status).toBe(404);
  const admin = { username: 'admin1@example.com', password: 'Secret-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: admin.username, ...admin, tenants: ['one'] } });
  await server.call('POST', '/bindings', {
    tenant: 'one',
    body: { type: 'USER', externalId: id, roleId: 'admin_one' },
  });
  const users = `/integrations/${one.id}/scim/v2/Users`;
  const reply = await server.request('POST', users, { tenant: 'one', as: admin, body: janeOfOkta });
  expect([reply.status, reply.json.detail]).toEqual([403, expect.stringContaining('provisions users')]);
  expect((await server.request('GET', users, { tenant: 'one', as: admin })).status).toBe(200);
  const list = await server.request('GET', '/security-integrations', { tenant: 'one', as: admin });
  expect(list.status).toBe(403);
});

test('what an integration does stands in the audit log under its account', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await aTenant(server, 'dev');
  const { id, scim } = await anIntegration(server, 'dev');
  const jane = (await scim('POST', '/Users', janeOfOkta)).json.id;
  const group = (await scim('POST', '/Groups', { displayName: 'ops', members: [{ value: jane }] })).json.id;
  await scim('DELETE', `/Users/${jane}`);

  await eventually(async () => {
    const { results } = await server.call('GET', '/auditlogs/search?size=100', { tenant: 'dev' });
    const entries = results.map(
      ({ auditLog }: { auditLog: { type: string; detail: { resource?: string } } }) => auditLog,
    );
    const kinds = entries.map(({ type, detail }: { type: string; detail: { type?: string } }) => [type, detail.type]);
    expect(kinds).toEqual(expect.arrayContaining([['CREATE', 'TENANT_ACCESS']]));
  });
  const log = JSON.stringify(await server.call('GET', '/auditlogs/search?size=100', { tenant: 'dev' }));
  for (const part of [id, group, 'SECURITY_INTEGRATION', 'scim-okta', 'GROUP_MEMBERSHIP']) expect(log).toContain(part);
});
