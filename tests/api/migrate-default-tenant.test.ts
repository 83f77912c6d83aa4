/** Everything of the default tenant becomes that of a tenant with an id. */
import { mkdtempSync, rmSync } from 'node:fs';
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
import { afterAll, expect, test } from 'vitest';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function options(): StartServerOptions & { readonly dataDirectory: string } {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'windhover-migrate-'));
  folders.push(dataDirectory);
  return { kind: 'process', tenancy: 'mixed', dataDirectory };
}

const shows = aFlow({
  id: 'shows',
  inputs: [{ id: 'password', type: 'SECRET', required: false }],
  tasks: [
    returnTask(
      "{{ flow.tenantId ?? 'nobody' }}: {{ secret('TOKEN') | length }}, {{ kv('color') }}, {{ read('nsfile:///a.txt') }}",
      'who',
    ),
  ],
});
const waits = aFlow({
  id: 'waits',
  inputs: [{ id: 'password', type: 'SECRET' }],
  tasks: [
    { id: 'pause', type: 'io.kestra.plugin.core.flow.Pause' },
    returnTask('{{ flow.tenantId }} {{ inputs.password | length }}', 'after'),
  ],
});
const namespace = '/namespaces/company.team';

/** A default tenant with something of each kind; answers the paused execution. */
async function fill(server: TestServer): Promise<string> {
  for (const body of [shows, waits]) await server.call('POST', '/flows', { body });
  await server.call('PUT', `${namespace}/secrets`, { body: { key: 'TOKEN', value: 'swordfish' } });
  await server.call('PUT', `${namespace}/kv/color`, { body: '"red"' });
  const file = new FormData();
  file.append('fileContent', new Blob(['content']), 'a.txt');
  await server.call('POST', `${namespace}/files?path=/a.txt`, { body: file });
  const user = await server.call('POST', '/users', {
    body: { username: 'jane', password: 'Jane-1234!', tenants: ['main'] },
  });
  await server.call('POST', '/bindings', { body: { type: 'USER', externalId: user.id, roleId: 'viewer_main' } });
  const form = new FormData();
  form.append('password', 'hush');
  const { id } = await server.call('POST', '/executions/company.team/waits', { body: form });
  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('PAUSED'));
  return id;
}

const jane = { username: 'jane', password: 'Jane-1234!' };
const outputOf = (execution: { taskRunList: { outputs: { value: string } }[] }) =>
  execution.taskRunList.at(-1)!.outputs.value;

test('what the default tenant had is the new tenant’s, and the default tenant is empty', async () => {
  const given = options();
  const before = await startServer(given);
  const paused = await fill(before);
  const command = ['migrate', 'default-tenant', '--tenant-id=team'];

  const dry = await before.run(...command, '--tenant-name=Team', '--dry-run');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^🧪 Dry-run mode enabled. No changes will be applied.\nTABLE +COUNT\n/);
  expect(dry.stdout).toMatch(
    /\nexecutions +1\n(.*\n)*flows +2\n(.*\n)*kv_pairs +1\n(.*\n)*secrets +1\n(.*\n)*files +1\n/,
  );
  expect(await before.run(...command, '--tenant-name=Team')).toEqual({
    code: 1,
    stdout: '',
    stderr: '❌ Tenant migration failed: a server is running here: stop it first\n',
  });
  await before.stop();
  expect(await before.run(...command)).toMatchObject({
    code: 1,
    stderr: "❌ Tenant migration failed: tenant 'team' does not exist: say its name, too\n",
  });
  expect(await before.run(...command, '--tenant-name=Team')).toEqual({
    code: 0,
    stdout: '✅ Tenant migration complete.\n',
    stderr: '',
  });

  const after = await startServer(given);
  expect((await after.request('GET', '/flows/company.team/shows')).status).toBe(404);
  expect((await after.request('GET', `/executions/${paused}`)).status).toBe(404);
  expect((await after.call('GET', '/executions/search')).total).toBe(0);
  expect((await after.request('GET', '/me', { as: jane })).json.tenants).toEqual([{ id: 'team', name: 'Team' }]);
  expect((await after.request('GET', '/flows/search', { as: jane })).status).toBe(404);
  const inTeam = { tenant: 'team', as: jane };
  expect((await after.call('GET', '/flows/search', inTeam)).total).toBe(2);
  expect((await after.request('POST', '/flows', { ...inTeam, body: shows })).status).toBe(403);
  expect((await after.call('GET', '/roles/viewer_team', { tenant: 'team' })).name).toBe('Viewer');
  expect((await after.request('GET', '/roles/viewer_main', { tenant: 'team' })).status).toBe(404);

  const started = await after.call('POST', '/executions/company.team/shows?wait=true', { tenant: 'team' });
  expect(outputOf(started)).toBe('team: 9, red, content');
  await after.call('POST', `/executions/${paused}/resume`, { tenant: 'team' });
  await eventually(async () => {
    const execution = await after.call('GET', `/executions/${paused}`, { tenant: 'team' });
    expect(execution.state.current).toBe('SUCCESS');
    expect(outputOf(execution)).toBe('team 4');
  });

  // The same names again, in a default tenant that has nothing else
  const own = aFlow({
    id: 'shows',
    tasks: [returnTask("{{ flow.tenantId ?? 'nobody' }} {{ kv('color', errorOnMissing=false) }}", 'who')],
  });
  await after.call('POST', '/flows', { body: own });
  const ownRun = await after.call('POST', '/executions/company.team/shows?wait=true');
  expect(outputOf(ownRun).trim()).toBe('nobody');
  expect((await after.call('GET', '/executions/search', { tenant: 'team' })).total).toBe(2);
  expect((await after.call('GET', '/auditlogs/search', { tenant: 'team' })).total).toBeGreaterThan(5);
  expect((await after.run('auditlogs', 'verify')).code).toBe(0);
  expect((await after.run('auditlogs', 'verify', '--tenant=team')).code).toBe(0);
  await after.stop();
});

test('a tenant that is there keeps its members, and must hold nothing else', async () => {
  const given = options();
  const before = await startServer(given);
  await fill(before);
  for (const id of ['full', 'dev']) await before.call('POST', '/tenants', { body: { id, name: `Tenant ${id}` } });
  await before.call('POST', '/flows', { tenant: 'full', body: shows });
  const joe = await before.call('POST', '/users', {
    body: { username: 'joe', password: 'Joe-12345!', tenants: ['dev'] },
  });
  await before.call('POST', '/bindings', {
    tenant: 'dev',
    body: { type: 'USER', externalId: joe.id, roleId: 'editor_dev' },
  });
  await before.stop();

  const full = await before.run('migrate', 'tenant', '--tenant-id=full');
  expect(full.code).toBe(1);
  expect(full.stderr).toMatch(
    /^❌ Tenant migration failed: tenant 'full' holds something already \(.*flows: 1.*\): take one that is new or empty\n$/,
  );
  expect(await before.run('migrate', 'tenant', '--tenant-id=dev')).toMatchObject({ code: 0, stderr: '' });
  expect(await before.run('migrate', 'tenant')).toMatchObject({ code: 2 });

  const after = await startServer(given);
  expect(await after.call('GET', '/tenants/dev')).toMatchObject({ id: 'dev', name: 'Tenant dev' });
  const asJoe = { tenant: 'dev', as: { username: 'joe', password: 'Joe-12345!' } };
  const started = await after.call('POST', '/executions/company.team/shows?wait=true', asJoe);
  expect(outputOf(started)).toBe('dev: 9, red, content');
  expect((await after.call('GET', '/flows/search', { tenant: 'dev', as: jane })).total).toBe(2);
  expect((await after.call('GET', '/flows/search', { tenant: 'full' })).total).toBe(1);
  const { id: adminId } = await after.call('GET', '/me');
  await after.call('DELETE', `/tenant-access/${adminId}`);
  await after.stop();

  // The default tenant can be moved again, under its new key
  expect(await before.run('migrate', 'default-tenant', '--tenant-id=second', '--tenant-name=Second')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Nobody may enter tenant 'second' yet"),
  });
  const last = await startServer(given);
  expect((await last.call('GET', '/tenants/second')).name).toBe('Second');
  expect((await last.call('GET', '/flows/search')).total).toBe(0);
  expect((await last.call('GET', '/flows/search', { tenant: 'dev', as: jane })).total).toBe(2);
  await last.stop();
});

test('without multi-tenancy there is no tenant to move to', async () => {
  const given = { ...options(), tenancy: 'single' } as const;
  const server = await startServer(given);
  await server.stop();

  expect(await server.run('migrate', 'default-tenant', '--tenant-id=team', '--tenant-name=Team')).toEqual({
    code: 1,
    stdout: '',
    stderr: '❌ Tenant migration failed: Multi-tenancy is disabled: set kestra.ee.tenants.enabled to true\n',
  });
});
