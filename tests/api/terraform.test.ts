/** The requests of the Terraform provider, in its order and with its headers: what it sent must be read back, every time. */
import { fileForm, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// oxlint-disable-next-line typescript/no-explicit-any -- replies of any shape
type Any = any;
type Headers = Readonly<Record<string, string>>;
type Login = 'password' | 'token' | 'cookie';

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly json: Any;
}

let server: TestServer;
let logins: Readonly<Record<Login, Headers>>;
let current: Login = 'password';

const tenants = ['main', 'unit_test'] as const;
const json = 'application/json';
const yaml = 'application/x-yaml';

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit', configuration: { 'kestra.templates.enabled': true } });
  const { username, password } = server.admin;
  const token = await server.call('POST', '/me/api-tokens', { body: { name: 'terraform' } });
  const login = await server.request('POST', '/login', { as: null, body: { username, password } });
  const cookie = /JWT=[^;]+/.exec(login.headers.get('set-cookie') ?? '')?.[0] ?? '';
  logins = {
    password: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
    token: { authorization: `Bearer ${token.fullToken}` },
    // An empty user and password are sent beside the cookie
    cookie: { authorization: 'Basic Og==', cookie },
  };
  for (const id of [...tenants, 'by_cookie']) await ask('POST', '/tenants', { id, name: id });
});

/** As the older half of the provider: 200, 201 and 204 only, and JSON in whatever is not empty. */
async function ask(
  method: string,
  path: string,
  body?: unknown,
  { type = json, raw = false, login = logins[current] }: { type?: string; raw?: boolean; login?: Headers } = {},
): Promise<Reply> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...login,
      'x-extra': 'of-the-user',
      ...(body === undefined || isForm || type === '' ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  if (!raw && text !== '' && response.status !== 404) {
    expect([200, 201, 204], `${method} ${path}: ${text}`).toContain(response.status);
    expect(isJson, `${method} ${path} answers JSON`).toBe(true);
    expect(text, 'optional values are left out').not.toContain(':null');
  }
  return { status: response.status, text, json: isJson && text !== '' ? JSON.parse(text) : undefined };
}

/** A plan reads twice; both must say the same, or it would show a difference. */
async function read(path: string, login = logins[current]): Promise<Any> {
  const first = await ask('GET', path, undefined, { login });
  const second = await ask('GET', path, undefined, { login });
  expect(first.status, first.text).toBe(200);
  expect(second.text).toBe(first.text);
  return first.json;
}

const isGone = async (path: string): Promise<void> =>
  expect((await ask('GET', path, undefined, { raw: true })).status).toBe(404);

test.each(['password', 'token', 'cookie'] as const)('signs in with a %s', async (name) => {
  expect((await read('/tenants/main', logins[name])).id).toBe('main');
});

describe('the instance', () => {
  test('a tenant keeps what was set, loses what is no longer set, and can be imported', async () => {
    const set = {
      id: 'tf-tenant',
      name: '',
      workerGroup: { key: 'gpu', fallback: 'WAIT' },
      storageType: 's3',
      storageConfiguration: { bucket: 'bucket', region: 'eu', accessKey: 'key', secretKey: 'secret' },
      storageIsolation: { enabled: true, deniedServices: ['WORKER', 'EXECUTOR'] },
      secretType: 'vault',
      secretConfiguration: { address: 'https://vault.example.org', token: { token: 'hvs.example' } },
      requireExistingNamespace: true,
      outputsInInternalStorage: true,
      scriptNetwork: 'none',
    };

    const created = await ask('POST', '/tenants', set);
    const imported = await read('/tenants/tf-tenant');
    await ask('PUT', '/tenants/tf-tenant', { id: 'tf-tenant', name: 'Named' });
    const updated = await read('/tenants/tf-tenant');

    expect(created.json).toMatchObject(set);
    expect(imported).toMatchObject(set);
    expect(updated).toEqual({ id: 'tf-tenant', name: 'Named', deleted: false });
    const twice = await ask('POST', '/tenants', set, { raw: true });
    expect(twice.status).toBe(409);
    expect((await ask('POST', '/tenants', { id: 'api', name: 'x' }, { raw: true })).status).toBe(422);
    await ask('DELETE', '/tenants/tf-tenant');
    await isGone('/tenants/tf-tenant');
    expect((await ask('DELETE', '/tenants/tf-tenant', undefined, { raw: true })).status).toBe(404);
  });

  test('a user, with password and token', async () => {
    const groups: string[] = [];
    for (const tenant of tenants)
      groups.unshift((await ask('POST', `/${tenant}/groups`, { name: 'tf-user-group' })).json.id);
    const body = {
      username: 'TF.User@example.org',
      email: 'TF.User@example.org',
      namespaceId: '',
      firstName: 'Terra',
      lastName: 'Form',
      groups,
    };

    const created = await ask('POST', '/users', body);
    const { id } = created.json;
    const imported = await read(`/users/${id}`);
    const password = await ask('PATCH', `/users/${id}/password`, { password: 'Terra!Form123' });
    const token = await ask('POST', `/users/${id}/api-tokens`, {
      name: 'tf',
      description: 'by terraform',
      maxAge: 'PT168H',
      extended: false,
    });
    const listed = await read(`/users/${id}/api-tokens`);

    expect(created.status).toBe(201);
    const { username, email, firstName, lastName } = body;
    expect(imported).toMatchObject({ id, username, email, firstName, lastName });
    expect(imported.groups.map((group: Any) => group.id)).toEqual(groups);
    expect(password.json.id).toBe(id);
    expect(token.json).toMatchObject({ name: 'tf', fullToken: expect.any(String) });
    expect(listed.results).toMatchObject([
      {
        id: token.json.id,
        name: 'tf',
        description: 'by terraform',
        prefix: expect.any(String),
        iat: expect.any(String),
      },
    ]);
    await ask('PUT', `/users/${id}`, { ...body, firstName: 'Tera', groups: [groups[0]] });
    expect(await read(`/users/${id}`)).toMatchObject({ firstName: 'Tera', groups: [{ id: groups[0] }] });
    const found = await read('/users?filters[q][EQUALS]=TF.User@example.org&size=100');
    expect(found.results).toMatchObject([{ id, username: body.username }]);
    const itself = { authorization: `Bearer ${token.json.fullToken}` };
    expect((await read('/me', itself)).id).toBe(id);
    await ask('DELETE', `/users/${id}/api-tokens/${token.json.id}`);
    expect((await read(`/users/${id}/api-tokens`)).results).toEqual([]);
    expect((await ask('GET', '/me', undefined, { login: itself, raw: true })).status).toBe(401);
    await ask('DELETE', `/users/${id}`);
    await isGone(`/users/${id}`);
  });
});

describe.each([
  ['main', 'password'],
  ['unit_test', 'token'],
  ['by_cookie', 'cookie'],
] as const)('tenant %s, with the ids of the other, by %s', (tenant, login) => {
  beforeAll(() => void (current = login));
  afterAll(() => void (current = 'password'));
  const t = `/${tenant}`;
  const other = `/${tenants.find((id) => id !== tenant)}`;

  test('a role keeps its spelling and order of permissions', async () => {
    const body = {
      id: 'tf_role',
      namespaceId: '',
      name: 'tf-role',
      description: 'A role',
      permissions: { NAMESPACE: ['READ'], FLOW: ['CREATE', 'READ'], EXECUTION: ['UPDATE'] },
      isDefault: false,
    };

    const created = await ask('POST', `${t}/roles`, body);
    const { id } = created.json;
    const imported = await read(`${t}/roles/${id}`);

    expect(imported).toMatchObject({ name: 'tf-role', description: 'A role', isDefault: false });
    expect(JSON.stringify(imported.permissions)).toBe(JSON.stringify(body.permissions));
    const newer = { NAMESPACE: ['VIEW', 'LIST'], FLOW: ['VIEW'] };
    await ask('PUT', `${t}/roles/${id}`, { namespaceId: '', name: 'tf-role', permissions: newer, isDefault: false });
    const updated = await read(`${t}/roles/${id}`);
    expect([updated.permissions, updated.description]).toEqual([newer, undefined]);
    const byName = await read(`${t}/roles/search?filters[name][EQUALS]=tf-role&size=100`);
    expect(byName.results).toMatchObject([{ id, name: 'tf-role' }]);
    for (const managed of ['admin', 'launcher'])
      expect((await read(`${t}/roles/${managed}_${tenant}`)).isManaged).toBe(true);
    await isGone(`${other}/roles/${id}`);
    await ask('DELETE', `${t}/roles/${id}`);
    await isGone(`${t}/roles/${id}`);
  });

  test('a group, its members and a binding', async () => {
    const body = { id: 'tf_group', namespaceId: '', name: 'tf-group', description: 'A group' };
    const created = await ask('POST', `${t}/groups`, body);
    const { id } = created.json;
    const user = (await ask('POST', '/users', { username: `member-${tenant}`, email: '', namespaceId: '' })).json;
    const role = (await ask('POST', `${t}/roles`, { name: 'tf-bound', permissions: { FLOW: ['READ'] } })).json;

    await ask('PUT', `${t}/tenant-access/${user.id}`);
    await ask('PUT', `${t}/groups/${id}/members/${user.id}`);
    const members = await read(`${t}/groups/${id}/members?page=1&size=200`);
    const bound = await ask('POST', `${t}/bindings`, {
      type: 'GROUP',
      externalId: id,
      roleId: role.id,
      namespaceId: 'company.team',
    });
    const everywhere = await ask('POST', `${t}/bindings`, { type: 'USER', externalId: user.id, roleId: role.id });

    expect(await read(`${t}/groups/${id}`)).toEqual({ id, name: 'tf-group', description: 'A group' });
    expect(members.results.map((member: Any) => member.id)).toEqual([user.id]);
    expect((await read(`${t}/tenant-access/${user.id}`)).userId).toBe(user.id);
    expect(await read(`${t}/bindings/${bound.json.id}`)).toMatchObject({
      id: bound.json.id,
      type: 'GROUP',
      role: { id: role.id },
      group: { id },
      namespaceId: 'company.team',
      namespace: 'company.team',
    });
    const binding = await read(`${t}/bindings/${everywhere.json.id}`);
    expect(binding).toMatchObject({ type: 'USER', user: { id: user.id } });
    expect('namespaceId' in binding || 'namespace' in binding).toBe(false);
    await isGone(`${other}/bindings/${bound.json.id}`);

    await ask('PUT', `${t}/groups/${id}`, { namespaceId: '', name: 'tf-renamed', description: '' });
    const renamed = await read(`${t}/groups/${id}`);
    expect([renamed.name, renamed.description ?? '']).toEqual(['tf-renamed', '']);
    for (const made of [bound, everywhere]) await ask('DELETE', `${t}/bindings/${made.json.id}`);
    await ask('DELETE', `${t}/groups/${id}/members/${user.id}`);
    expect((await read(`${t}/groups/${id}/members?page=1&size=200`)).results).toEqual([]);
    await ask('DELETE', `${t}/tenant-access/${user.id}`);
    await ask('DELETE', `${t}/groups/${id}`);
    await ask('DELETE', `${t}/roles/${role.id}`);
    await isGone(`${t}/groups/${id}`);
    await isGone(`${t}/bindings/${bound.json.id}`);
  });

  test('a service account and its token', async () => {
    const group = (await ask('POST', `${t}/groups`, { name: 'tf-accounts' })).json;
    const body = { name: 'tf-account', description: 'An account', superAdmin: false, groups: [{ id: group.id }] };

    const { id } = (await ask('POST', `${t}/service-accounts`, body)).json;
    const imported = await read(`${t}/service-accounts/${id}`);
    const token = await ask('POST', `${t}/service-accounts/${id}/api-tokens`, {
      name: 'tf',
      description: '',
      maxAge: 'PT24H',
      extended: true,
    });

    expect(imported).toMatchObject({ id, ...body });
    expect(token.json).toMatchObject({ id: expect.any(String), name: 'tf', fullToken: expect.any(String) });
    expect((await read(`${t}/service-accounts/${id}/api-tokens`)).results).toMatchObject([
      { id: token.json.id, name: 'tf', description: '', extended: true },
    ]);
    const withoutGroups = { name: 'tf-account-2', description: 'An account', superAdmin: false, groups: null };
    await ask('PUT', `${t}/service-accounts/${id}`, withoutGroups);
    expect(await read(`${t}/service-accounts/${id}`)).toMatchObject({ name: 'tf-account-2', groups: [] });
    await isGone(`${other}/service-accounts/${id}`);
    await ask('DELETE', `${t}/service-accounts/${id}/api-tokens/${token.json.id}`);
    expect((await read(`${t}/service-accounts/${id}/api-tokens`)).results).toEqual([]);
    await ask('DELETE', `${t}/service-accounts/${id}`);
    await isGone(`${t}/service-accounts/${id}`);
  });

  test('a service account and its token, as providers up to 0.22 write them', async () => {
    const at = `${t}/users/service-accounts`;
    const { id } = (await ask('POST', at, { username: 'tf-older', description: 'An account' })).json;
    const token = (await ask('POST', `${t}/users/${id}/api-tokens`, { name: 'tf', maxAge: 'PT24H' })).json;

    expect(await read(`${at}/${id}`)).toMatchObject({ id, username: 'tf-older', description: 'An account' });
    expect((await read(`${at}?size=100`)).results).toContainEqual(
      expect.objectContaining({ id, username: 'tf-older' }),
    );
    expect((await read(`${t}/users/${id}/api-tokens`)).results).toMatchObject([{ id: token.id, name: 'tf' }]);
    const bearer = { authorization: `Bearer ${token.fullToken}` };
    expect(await read('/me', bearer)).toMatchObject({ profile: { username: 'tf-older' } });
    await ask('DELETE', `${t}/users/${id}/api-tokens/${token.id}`);
    expect((await read(`${t}/users/${id}/api-tokens`)).results).toEqual([]);
    await ask('DELETE', `${at}/${id}`);
    await isGone(`${at}/${id}`);
  });

  test('a flow, word for word', async () => {
    const at = `${t}/flows/tf.flows/tf-flow`;
    const source =
      '# a comment\nid: tf-flow\nnamespace: tf.flows\n\ntasks:\n  - {id: t, type: io.kestra.core.tasks.log.Log, message: "ü"}\n';

    const validated = await ask('POST', `${t}/flows/validate`, source, { type: yaml });
    const created = await ask('POST', `${t}/flows`, source, { type: yaml });
    const again = await ask('PUT', at, source, { type: yaml });

    expect(validated.json).toMatchObject([{ index: 0, namespace: 'tf.flows', flow: 'tf-flow' }]);
    expect(validated.json[0].constraints).toBeUndefined();
    expect(created.json).toMatchObject({ namespace: 'tf.flows', id: 'tf-flow', revision: 1, source });
    expect(again.json).toMatchObject({ revision: 1, source });
    expect(await read(`${at}?source=true`)).toMatchObject({ revision: 1, source });
    const changed = `${source}description: changed\n`;
    expect((await ask('PUT', at, changed, { type: yaml })).json).toMatchObject({ revision: 2, source: changed });
    const planned = await ask('POST', `${t}/flows/validate`, changed, { type: yaml });
    expect(planned.json).toMatchObject([{ index: 0, outdated: false }]);
    expect(await read(`${at}?source=true`)).toMatchObject({
      namespace: 'tf.flows',
      id: 'tf-flow',
      revision: 2,
      source: changed,
    });
    const broken = await ask('POST', `${t}/flows/validate`, 'id: x\nnamespace: y\ntasks: []\n', { type: yaml });
    expect(broken.json[0].constraints).toEqual(expect.any(String));
    await isGone(`${other}/flows/tf.flows/tf-flow?source=true`);
    await ask('DELETE', at);
    await isGone(`${at}?source=true`);
  });

  test('a flow as JSON, for those who do not keep their source', async () => {
    const at = `${t}/flows/tf.flows/tf-json`;
    const flow = {
      id: 'tf-json',
      namespace: 'tf.flows',
      tasks: [{ id: 't', type: 'io.kestra.plugin.core.log.Log', message: 'hello' }],
    };

    const created = await ask('POST', `${t}/flows`, flow);

    expect(created.json).toMatchObject(flow);
    expect(await read(at)).toMatchObject(flow);
    await ask('DELETE', at);
  });

  test('a template', async () => {
    const at = `${t}/templates/tf.templates/tf-template`;
    const body = {
      id: 'tf-template',
      namespace: 'tf.templates',
      description: 'A template',
      tasks: [{ id: 't', type: 'io.kestra.core.tasks.log.Log', message: "{{ parent.outputs.args['my-arg'] }}" }],
      errors: [{ id: 'e', type: 'io.kestra.core.tasks.log.Log', message: ['yes', 'no'] }],
    };

    const created = await ask('POST', `${t}/templates`, body);
    const imported = await read(at);
    const changed = { ...body, tasks: [{ ...body.tasks[0]!, message: 'changed' }] };
    await ask('PUT', at, changed);

    expect(created.json).toEqual({ ...body, deleted: false });
    expect(imported).toEqual({ ...body, deleted: false });
    expect(await read(at)).toEqual({ ...changed, deleted: false });
    await isGone(`${other}/templates/tf.templates/tf-template`);
    await ask('DELETE', at);
    await isGone(at);
  });

  test('a dashboard', async () => {
    const source = (title: string): string => `title: ${title}
charts:
  - id: text
    type: io.kestra.plugin.core.dashboard.chart.Markdown
    content: Hello
`;

    const created = await ask('POST', `${t}/dashboards`, source('Made'), { type: yaml });
    const at = `${t}/dashboards/${created.json.id}`;
    const imported = await read(at);
    await ask('PUT', at, source('Changed'), { type: yaml });

    expect(imported).toEqual(created.json);
    expect(imported.sourceCode).toBe(source('Made'));
    expect(await read(at)).toMatchObject({ id: created.json.id, sourceCode: source('Changed') });
    await isGone(`${other}/dashboards/${created.json.id}`);
    await ask('DELETE', at);
    await isGone(at);
  });

  test('a namespace with everything', async () => {
    const body = {
      id: 'tf.namespace',
      description: 'A namespace',
      variables: { k: 'v', deep: { list: [1, 2] } },
      pluginDefaults: [{ type: 'io.kestra.plugin.core.log.Log', forced: false, values: { level: 'WARN' } }],
      allowedNamespaces: [{ namespace: 'tf.other' }],
      workerGroup: { key: 'gpu', fallback: 'FAIL' },
      defaultWorkerSelector: { tags: ['gpu'], match: 'ALL', fallback: 'WAIT' },
      storageType: 's3',
      storageConfiguration: { bucket: 'files', region: 'eu-central-1', accessKey: 'a', secretKey: 's' },
      storageIsolation: { enabled: false, deniedServices: [] },
      secretType: 'vault',
      secretReadOnly: false,
      secretConfiguration: { address: 'https://vault.example.com', token: { token: 'x' } },
      outputsInInternalStorage: true,
    };

    await ask('POST', `${t}/namespaces`, body);
    expect(await read(`${t}/namespaces/tf.namespace`)).toMatchObject(body);
    await ask('PUT', `${t}/namespaces/tf.namespace`, { id: 'tf.namespace', description: 'Bare' });
    const bare = await read(`${t}/namespaces/tf.namespace`);
    expect(bare).toMatchObject({ id: 'tf.namespace', description: 'Bare' });
    for (const name of ['variables', 'storageType', 'workerGroup']) expect(bare).not.toHaveProperty(name);
    await isGone(`${other}/namespaces/tf.namespace`);
    await ask('DELETE', `${t}/namespaces/tf.namespace`);
    await isGone(`${t}/namespaces/tf.namespace`);
  });

  test.each([
    ['STRING', '"text"', 'text'],
    ['STRING', 'plain words, unquoted', 'plain words, unquoted'],
    ['NUMBER', '42', 42],
    ['BOOLEAN', 'true', true],
    ['DATETIME', '2026-05-01T10:20:30Z', '2026-05-01T10:20:30Z'],
    ['DATE', '2026-05-01', '2026-05-01'],
    ['DURATION', 'PT5M', 'PT5M'],
    ['JSON', '{"b":1,"a":[true]}', { b: 1, a: [true] }],
  ])('a key of type %s, sent as %s', async (type, body, value) => {
    const at = `${t}/namespaces/tf.kv/kv/key`;

    await ask('PUT', at, body, { type: '', raw: true });

    const stored = await read(at);
    expect(stored.type).toBe(type);
    expect(stored.value).toEqual(value);
    await ask('PUT', at, '"another"', { type: '', raw: true });
    expect(await read(at)).toMatchObject({ type: 'STRING', value: 'another' });
    await isGone(`${other}/namespaces/tf.kv/kv/key`);
    await ask('DELETE', at, undefined, { raw: true });
    await isGone(at);
  });

  test('a secret is written and never read', async () => {
    const at = `${t}/namespaces/tf.secrets/secrets`;
    const body = { key: 'TF', value: 'opensesame', description: 'A secret', tags: [{ key: 'a', value: 'b' }] };

    const created = await ask('PUT', at, body);
    const updated = await ask('PUT', at, { ...body, value: 'shut the door', tags: [] });

    expect([created.status, updated.status]).toEqual([200, 200]);
    expect(created.text + updated.text).not.toMatch(/opensesame|shut the door/);
    expect((await read(`${t}/secrets?filters[namespace][EQUALS]=tf.secrets`)).results).toMatchObject([
      { key: 'TF', description: 'A secret', tags: [] },
    ]);
    await ask('DELETE', `${at}/TF`);
    expect((await read(`${t}/secrets?filters[namespace][EQUALS]=tf.secrets`)).results).toEqual([]);
  });

  test('a namespace file', async () => {
    const at = `${t}/namespaces/tf.files/files?path=/a/b.txt`;

    for (const content of ['first\n', 'second\n']) {
      expect((await ask('POST', at, fileForm(content))).status).toBe(200);
      for (let again = 0; again < 2; again += 1)
        expect((await ask('GET', at, undefined, { raw: true })).text).toBe(content);
    }
    await isGone(`${other}/namespaces/tf.files/files?path=/a/b.txt`);
    await ask('DELETE', at);
    await isGone(at);
  });
});

test('what was made elsewhere, with as little as possible, can be imported and planned', async () => {
  const user = (await ask('POST', '/users', { email: 'bare@example.org' })).json;
  await ask('POST', '/tenants', { id: 'tf-bare', name: 'Bare' });
  const t = '/tf-bare';
  const role = (await ask('POST', `${t}/roles`, { name: 'bare', permissions: { FLOW: ['VIEW'] } })).json;
  const group = (await ask('POST', `${t}/groups`, { name: 'bare' })).json;
  const account = (await ask('POST', `${t}/service-accounts`, { name: 'bare' })).json;
  const binding = (await ask('POST', `${t}/bindings`, { type: 'GROUP', externalId: group.id, roleId: role.id })).json;
  await ask('POST', `${t}/namespaces`, { id: 'bare' });

  expect(await read('/tenants/tf-bare')).toEqual({ id: 'tf-bare', name: 'Bare', deleted: false });
  expect(await read(`/users/${user.id}`)).toMatchObject({ id: user.id, username: 'bare@example.org', groups: [] });
  expect(await read(`${t}/roles/${role.id}`)).toMatchObject({
    id: role.id,
    name: 'bare',
    permissions: { FLOW: ['VIEW'] },
    isDefault: false,
  });
  expect(await read(`${t}/groups/${group.id}`)).toEqual({ id: group.id, name: 'bare' });
  expect(await read(`${t}/service-accounts/${account.id}`)).toMatchObject({
    id: account.id,
    name: 'bare',
    superAdmin: false,
    groups: [],
  });
  expect(await read(`${t}/bindings/${binding.id}`)).toMatchObject({
    id: binding.id,
    type: 'GROUP',
    role: { id: role.id },
    group: { id: group.id },
  });
  expect(await read(`${t}/namespaces/bare`)).toMatchObject({ id: 'bare' });
});

test('the same ids in two tenants: what is deleted in one stays in the other', async () => {
  const flow = 'id: twin\nnamespace: twin\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n';
  const made: Readonly<Record<string, readonly [create: string, body: unknown, type?: string]>> = {
    '/roles/twin': ['POST /roles', { id: 'twin', name: 'twin', permissions: { FLOW: ['VIEW'] } }],
    '/groups/twin': ['POST /groups', { id: 'twin', name: 'twin' }],
    '/flows/twin/twin': ['POST /flows', flow, yaml],
    '/namespaces/twin': ['POST /namespaces', { id: 'twin' }],
    '/namespaces/twin/kv/twin': ['PUT /namespaces/twin/kv/twin', '"value"', ''],
    '/namespaces/twin/secrets/TWIN': ['PUT /namespaces/twin/secrets', { key: 'TWIN', value: 'opensesame' }],
    '/namespaces/twin/files?path=/twin.txt': ['POST /namespaces/twin/files?path=/twin.txt', fileForm('twin')],
  };
  for (const tenant of tenants) {
    for (const [create, body, type = json] of Object.values(made)) {
      const [method, path] = create.split(' ') as [string, string];
      const { status, text } = await ask(method, `/${tenant}${path}`, body, { type, raw: true });
      expect([200, 201, 204], `${create}: ${text}`).toContain(status);
    }
  }
  const places = Object.keys(made).filter((place) => !place.includes('/secrets/'));
  const secrets = async (tenant: string): Promise<string[]> =>
    (await read(`/${tenant}/secrets?filters[namespace][EQUALS]=twin`)).results.map((secret: Any) => secret.key);

  for (const place of Object.keys(made).toReversed()) await ask('DELETE', `/main${place}`, undefined, { raw: true });

  for (const place of places) {
    await isGone(`/main${place}`);
    expect((await ask('GET', `/unit_test${place}`, undefined, { raw: true })).status, place).toBe(200);
  }
  expect([await secrets('main'), await secrets('unit_test')]).toEqual([[], ['TWIN']]);
});
