import { connect } from 'node:net';
import { aliases, allRoutes, type AnyRoute } from '@windhover/contract';
import { expect, test } from 'vitest';
import { handlers } from './handlers.ts';
import { toOperations } from './operation.ts';
import { admin, startTestServer } from './test-server.ts';

const authorization = `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`;

test('every route of the contract has its handler, and every older spelling its operation', () => {
  const handled = new Set(handlers.map(({ route }) => route.operationId));
  const described = allRoutes().map(({ operationId }) => operationId);
  expect(described.filter((operationId) => !handled.has(operationId))).toEqual([]);
  expect([...handled].filter((operationId) => !described.includes(operationId))).toEqual([]);
  expect(aliases.filter(({ operationId }) => !handled.has(operationId))).toEqual([]);
  expect(new Set(described).size).toBe(described.length);
});

test('an operation that declares no access does not start the server', () => {
  const [handler] = handlers;
  const silent = { ...handler!.route, access: undefined };
  expect(() => toOperations([{ ...handler!, route: silent as unknown as AnyRoute }])).toThrow(
    'declares who may call it',
  );
});

test('every answer carries the headers that protect browsers, and its id', async () => {
  const { url } = await startTestServer();
  for (const path of ['/api/v1/configs/login', '/api/v1/me', '/nothing', '/ping']) {
    const { headers } = await fetch(url + path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[0-9A-Za-z]{22}-\d+$/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a refusal says what is wrong in one shape, the same for equal calls', async () => {
  const { url } = await startTestServer({ tenancy: 'mixed' });
  const create = (body: string, type = 'application/json') =>
    fetch(`${url}/api/v1/tenants?x=1`, { method: 'POST', headers: { authorization, 'content-type': type }, body });

  const reply = await create('{"id":5}');
  expect(reply.status).toBe(422);
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const first = await reply.text();
  expect(await (await create('{"id":5}')).text()).toBe(first);
  expect(JSON.parse(first)).toEqual({
    message: 'Invalid entity: id: Invalid input: expected string, received number, name: must not be null',
    code: 'INVALID_ENTITY',
    _links: { self: { href: '/api/v1/tenants' } },
    _embedded: {
      errors: [
        { message: 'Invalid input: expected string, received number', path: 'id' },
        { message: 'must not be null', path: 'name' },
      ],
    },
  });
  expect((await create('{')).status).toBe(422);
  expect((await create('')).status).toBe(422);
  expect((await create('id=x', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await create('{"id":"a","name":"a","__proto__":{"x":1}}')).status).toBe(422);
  expect(
    (await create(`{"id":"a","name":"a","storageConfiguration":${'{"a":'.repeat(80)}1${'}'.repeat(80)}}`)).status,
  ).toBe(422);
  expect((await create(`{"id":"a","name":"${'['.repeat(200)}"}`)).status).toBe(200);
});

test('what is sent as null is not set', async () => {
  const { url } = await startTestServer({ tenancy: 'mixed' });
  const send = async (path: string, body: object) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const reply = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return [reply.status, await reply.json()];
  };
  const unset = { storageType: null, storageIsolation: null, secretReadOnly: null, concurrency: null };

  expect(await send('/tenants', { id: 'dev', name: 'Dev', ...unset })).toEqual([
    200,
    { id: 'dev', name: 'Dev', deleted: false },
  ]);
  expect(await send('/dev/namespaces', { id: 'a', description: null, variables: { x: null }, quotas: null })).toEqual([
    200,
    { id: 'a', deleted: false, variables: { x: null } },
  ]);
  expect(await send('/tenants', { id: 'stage', name: null })).toMatchObject([
    422,
    { message: 'Invalid entity: name: must not be null' },
  ]);
});

test('a filter or order that a list does not know is refused, older parameters are understood', async () => {
  const { url, api } = await startTestServer({ tenancy: 'mixed' });
  await api.tenants.create({ body: { id: 'dev', name: 'Development' } });
  const search = async (query: string) => {
    const reply = await fetch(`${url}/api/v1/tenants/search${query}`, { headers: { authorization } });
    return [reply.status, ((await reply.json()) as { total?: number }).total];
  };

  expect(await search('')).toEqual([200, 1]);
  expect(await search('?q=dev')).toEqual([200, 1]);
  expect(await search('?q=prod')).toEqual([200, 0]);
  expect(await search('?filters%5Bname%5D%5BEQUALS%5D=Development&sort=name:desc&size=10000')).toEqual([200, 1]);
  expect(await search('?filters[id][IN]=dev,prod')).toEqual([200, 1]);
  for (const query of [
    '?page=0',
    '?sort=color:asc',
    '?filters[color][EQUALS]=red',
    '?filters[id][LIKE]=x',
    '?size=x',
  ]) {
    expect(await search(query)).toEqual([422, undefined]);
  }
});

test('unknown addresses are 401 to strangers below the API, and 404 else', async () => {
  const { url } = await startTestServer();
  const status = async (path: string, headers = {}) => (await fetch(url + path, { headers })).status;
  expect(await status('/api/v1/nothing/here')).toBe(401);
  expect(await status('/api/v1/nothing/here', { authorization })).toBe(404);
  expect(await status('/tenant/acls/permissions', { authorization })).toBe(404);
  expect(await status('/instance/users', { authorization })).toBe(404);
  expect(await (await fetch(`${url}/ping`)).text()).toBe('pong');
  const root = await fetch(`${url}/`, { redirect: 'manual' });
  expect([root.status, root.headers.get('location')]).toEqual([302, '/ui/']);
});

test('below a context path nothing is served beside it', async () => {
  const { port, url } = await startTestServer({ server: { contextPath: '/kestra' } });
  expect((await fetch(`${url}/api/v1/configs/login`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/api/v1/configs/login`)).status).toBe(404);
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  });
  expect(login.headers.get('set-cookie')).toContain('; Path=/kestra;');
});

test('the API describes itself to the signed-in', async () => {
  const { url } = await startTestServer();
  expect((await fetch(`${url}/api/v1/openapi.json`)).status).toBe(401);
  const document = (await (await fetch(`${url}/api/v1/openapi.json`, { headers: { authorization } })).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { parameters: { name: string }[] }>>;
  };
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/api/v1/{tenant}/roles/{id}']!['get']!.parameters.map(({ name }) => name)).toEqual([
    'tenant',
    'id',
  ]);
  expect(
    (await fetch(`${url}/swagger/kestra.yml`, { headers: { authorization } })).headers.get('content-type'),
  ).toContain('yaml');
});

test('health says up or down and nothing else', async () => {
  const { managementPort } = await startTestServer({ server: { management: { port: 0 } } });
  const get = async (path: string) => {
    const reply = await fetch(`http://127.0.0.1:${managementPort}${path}`);
    return [reply.status, await reply.json()];
  };
  for (const path of ['/health', '/health/liveness', '/health/readiness'])
    expect(await get(path)).toEqual([200, { status: 'UP' }]);
  expect((await get('/env'))[0]).toBe(404);
});

test('an address without end is refused, to strangers as to others', async () => {
  const { url } = await startTestServer();
  const get = async (length: number) => fetch(`${url}/ping?x=${'a'.repeat(length - '/ping?x='.length)}`);

  expect((await get(8_192)).status).toBe(200);
  const refused = await get(8_193);

  expect(refused.status).toBe(414);
  expect(await refused.json()).toMatchObject({ message: 'URI too long: at most 8192 characters are accepted' });
});

test('headers without end are refused', async () => {
  const { port } = await startTestServer();
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET /ping HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`),
    );
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
  });
  expect(answer).toMatch(/^HTTP\/1.1 431/);
});
