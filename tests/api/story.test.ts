/**
 * From an empty folder to an instance of many tenants, as its owner lives it: each test goes on where the last one ended.
 * The server is the real program, bundled as `npm start` has it, and is stopped, killed and started again on the same data.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aFlow,
  eventually,
  returnTask,
  startServer,
  type StartServerOptions,
  type TestServer,
} from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleInto } from '../../tools/build-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'windhover-story-'));
const caches = join(import.meta.dirname, '..', '..', 'apps', 'cli', '.cache');
mkdirSync(caches, { recursive: true });
const bundle = mkdtempSync(join(caches, 'story-'));
const owner = { username: 'owner@example.com', password: 'Owner-123!' };
const john = { username: 'john@doe.com', password: 'John-1234!' };
const jane = { username: 'jane@doe.com', password: 'Jane-1234!' };
const hello = `id: hello
namespace: company.team
tasks:
  - id: greet
    type: io.kestra.plugin.core.debug.Return
    format: hello
`;
let server: TestServer;
let executionId: string;

const restart = async (options: StartServerOptions = {}): Promise<TestServer> =>
  startServer({
    kind: 'process',
    program: join(bundle, 'main.js'),
    env: { NODE_COMPILE_CACHE: join(bundle, 'compiled') },
    dataDirectory: folder,
    admin: false,
    ...options,
  });

beforeAll(() => bundleInto(bundle));
afterAll(() => {
  for (const path of [folder, bundle]) rmSync(path, { recursive: true, force: true });
});

test('the first user is made on the setup page, once; further ones by command', async () => {
  server = await restart();
  const before = await server.call('GET', '/setup', { as: null });

  const first = await server.request('POST', '/setup', { as: null, body: owner });
  const second = await server.request('POST', '/setup', { as: null, body: john });
  const byCommand = await server.run('auths', 'users', 'create', john.username, john.password);

  expect(before.done).toBe(false);
  expect(first.status).toBe(200);
  expect(second.status).toBe(409);
  expect(byCommand).toMatchObject({ code: 0, stdout: `User '${john.username}' successfully created.\n` });
  expect((await server.call('GET', '/me', { as: owner })).superAdmin).toBe(true);
  expect((await server.call('GET', '/me', { as: john })).superAdmin).toBe(false);
});

test('a flow and its execution survive kill -9', async () => {
  server = await restart();
  await server.call('POST', '/flows', { as: owner, body: hello });
  const { url: _, ...execution } = await server.call('POST', '/executions/company.team/hello?wait=true', { as: owner });
  executionId = execution.id;
  expect(execution.state.current).toBe('SUCCESS');

  await server.kill9();
  server = await restart();

  expect((await server.call('GET', '/flows/company.team/hello', { as: owner })).revision).toBe(1);
  expect(await server.call('GET', `/executions/${executionId}`, { as: owner })).toEqual(execution);
});

test('what few flows need is loaded when one does', async () => {
  server = await restart();
  const flow = aFlow({
    id: 'rarely',
    tasks: [returnTask("{{ fromIon('{a: 5}').a }} {{ isPublicHoliday('2026-12-25', 'FR') }}", 'answer')],
  });
  await server.call('POST', '/flows', { as: owner, body: flow });
  const { id } = await server.call('POST', '/executions/company.team/rarely?wait=true', { as: owner });

  const { taskRunList } = await server.call('GET', `/executions/${id}`, { as: owner });
  expect(taskRunList[0].outputs.value).toBe('5 true');
});

test('once multi-tenancy is on, earlier users get their place by sync-access, which changes nothing the second time', async () => {
  server = await restart({ tenancy: 'mixed' });
  const before = await server.call('GET', '/me', { as: john });

  const first = await server.run('auths', 'users', 'sync-access');
  const again = await server.run('auths', 'users', 'sync-access');

  const result = (users: number): string =>
    `Access synchronized with the default tenant: ${users} user(s), 0 group(s), 0 role(s), 0 binding(s) updated.\n`;
  expect(before.tenants).toEqual([]);
  expect([first, again]).toMatchObject([
    { code: 0, stdout: expect.stringMatching(/^Access synchronized with the default tenant: [12] user\(s\)/) },
    { code: 0, stdout: result(0) },
  ]);
  expect((await server.call('GET', '/me', { as: john })).tenants).toEqual([{ name: 'default' }]);
  expect((await server.call('GET', `/executions/${executionId}`, { as: owner })).id).toBe(executionId);
});

test('a tenant made by command while the server runs is there within a second, for its Admin and nobody else', async () => {
  server = await restart({ tenancy: 'mixed' });
  await server.run('auths', 'users', 'create', jane.username, jane.password);
  await server.call('GET', '/me', { as: john }); // whatever is cached of john is cached now

  const created = await server.run(
    'tenants',
    'create',
    '--tenant',
    'dev',
    '--name',
    'Development environment',
    '--admin-username',
    john.username,
  );

  expect(created).toMatchObject({
    code: 0,
    stdout: `Tenant 'dev' successfully created.\nUser '${john.username}' is now Admin of tenant 'dev'.\n`,
  });
  await eventually(
    async () => {
      const { tenants } = await server.call('GET', '/me', { as: john });
      expect(tenants).toContainEqual({ id: 'dev', name: 'Development environment' });
    },
    { timeoutMs: 1_000 },
  );
  const access = await server.call('GET', '/tenant-access', { tenant: 'dev', as: john });
  expect(access.total).toBe(1);
  expect((await server.request('POST', '/flows', { tenant: 'dev', as: john, body: hello })).status).toBe(200);
  expect((await server.request('GET', '/flows/search', { tenant: 'dev', as: jane })).status).toBe(404);
});

test('a tenant is made over the API by whoever holds TENANT:CREATE', async () => {
  server = await restart({ tenancy: 'mixed' });
  const stage = { id: 'stage', name: 'staging', deleted: false };
  const janesId = (await server.call('GET', '/me', { as: jane })).id;
  expect(await server.request('POST', '/tenants', { as: null, body: stage })).toMatchObject({ status: 401 });
  expect(await server.request('POST', '/tenants', { as: jane, body: stage })).toMatchObject({
    status: 403,
    json: { message: 'Forbidden: missing permission TENANT:CREATE' },
  });

  const body = { name: 'maker', permissions: { TENANT: ['CREATE'] } };
  const role = await server.call('POST', '/roles', { as: owner, body });
  await server.call('POST', '/bindings', { as: owner, body: { type: 'USER', externalId: janesId, roleId: role.id } });
  const created = await server.request('POST', '/tenants', { as: jane, body: stage });

  expect(created).toMatchObject({ status: 200, json: stage });
  expect((await server.call('GET', '/me', { as: jane })).tenants).toContainEqual({ id: 'stage', name: 'staging' });
  expect((await server.request('GET', '/tenants/stage', { as: john })).status).toBe(403);
});

test('the same flow lives in two tenants, saved over the API and by command', async () => {
  server = await restart({ tenancy: 'mixed' });
  const directory = join(folder, 'flows');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'hello.yaml'), hello.replace('format: hello', 'format: hello from stage'));

  const updated = await server.run(
    'flow',
    'namespace',
    'update',
    'company.team',
    directory,
    '--tenant',
    'stage',
    '--server',
    server.url,
    '--user',
    `${jane.username}:${jane.password}`,
  );

  expect(updated).toMatchObject({
    code: 0,
    stdout: "1 flow(s) for namespace 'company.team' successfully updated !\n- company.team.hello\n",
  });
  const outputs = await Promise.all(
    [{ tenant: 'dev', as: john }, { tenant: 'stage', as: jane }, { as: owner }].map(async (to) => {
      const execution = await server.call('POST', '/executions/company.team/hello?wait=true', to);
      return execution.taskRunList[0].outputs.value;
    }),
  );
  expect(outputs).toEqual(['hello', 'hello from stage', 'hello']);
});

test('a foreign tenant, an unknown one and an unknown id give the same 404', async () => {
  server = await restart({ tenancy: 'mixed' });
  const ask = async (tenant: string, path: string): Promise<unknown> => {
    const { status, json } = await server.request('GET', path, { tenant, as: john });
    // What was asked for may be named; nothing else may differ.
    return { status, message: String(json.message).replace(path.split('/').at(-1) ?? '', 'asked') };
  };

  const foreign = await ask('stage', '/flows/company.team/hello');
  const unknown = await ask('nowhere', '/flows/company.team/hello');
  const ofDefault = await ask('dev', `/executions/${executionId}`);
  const never = await ask('dev', '/executions/0000000000000000000000');

  expect(foreign).toEqual({ status: 404, message: 'Not Found: tenant' });
  expect(unknown).toEqual(foreign);
  expect(ofDefault).toEqual(never);
  expect(never).toMatchObject({ status: 404 });
});

test('without the default tenant its data is out of reach, and back when it is', async () => {
  server = await restart({ tenancy: 'explicit' });
  const hidden = await server.request('GET', '/flows/company.team/hello', { as: owner });
  const { tenants } = await server.call('GET', '/me', { as: john });
  await server.stop();

  server = await restart({ tenancy: 'mixed' });
  const back = await server.request('GET', '/flows/company.team/hello', { as: owner });

  expect(hidden).toMatchObject({
    status: 404,
    json: { message: 'No tenant in the request path and the default tenant is disabled' },
  });
  expect(tenants).toEqual([{ id: 'dev', name: 'Development environment' }]);
  expect(back.status).toBe(200);
});

test('an instance without any reachable tenant does not start', async () => {
  const start = restart({
    configuration: { 'kestra.ee.tenants.enabled': false, 'kestra.ee.tenants.default-tenant': false },
  });

  await expect(start).rejects.toThrow('exit code 1');
  await expect(start).rejects.toThrow('an instance needs at least one reachable tenant');
});
