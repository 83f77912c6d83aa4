/** A tenant that stands still: what is refused, what goes on, and what comes back with it. */
import { aFlow, eventually, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

let tenants = 0;
async function newTenant(): Promise<string> {
  tenants += 1;
  const id = `tenant-${tenants}`;
  await server.call('POST', '/tenants', { body: { id, name: id } });
  return id;
}

async function newUser(tenant: string, role: string): Promise<{ token: string }> {
  const user = await server.call('POST', '/users', { body: { username: `${role}-${tenant}`, tenants: [tenant] } });
  const binding = { type: 'USER', externalId: user.id, roleId: `${role}_${tenant}` };
  await server.call('POST', '/bindings', { tenant, body: binding });
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  return { token: fullToken };
}

const suspend = (id: string, body: unknown = {}): Promise<unknown> =>
  server.call('POST', `/tenants/${id}/suspend`, { body });
const resume = (id: string, body: unknown = {}): Promise<unknown> =>
  server.call('POST', `/tenants/${id}/resume`, { body });

test('its Admins may look, everyone else is told that it is suspended, strangers that it is not there', async () => {
  const tenant = await newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow' }) });
  const [admin, viewer] = [await newUser(tenant, 'admin'), await newUser(tenant, 'viewer')];
  const stranger = await newUser(await newTenant(), 'admin');

  expect(await suspend(tenant, { reason: 'unpaid' })).toMatchObject({
    id: tenant,
    status: 'SUSPENDED',
    suspension: { reason: 'unpaid', running: 'FINISH' },
  });

  const read = (as: { token: string }) => server.request('GET', '/flows/company.team/flow', { tenant, as });
  expect((await read(admin)).status).toBe(200);
  expect(await read(viewer)).toMatchObject({ status: 423, json: { message: `Tenant '${tenant}' is suspended` } });
  expect((await read(stranger)).status).toBe(404);
  const run = await server.request('POST', '/executions/company.team/flow', { tenant, as: admin });
  expect(run).toMatchObject({ status: 423, json: { code: 'TENANT_SUSPENDED' } });
  expect((await server.request('POST', `/tenants/${tenant}/suspend`, { body: {} })).status).toBe(409);

  await resume(tenant);
  expect((await read(viewer)).status).toBe(200);
  expect((await server.call('GET', `/tenants/${tenant}`)).status).toBeUndefined();
  expect((await server.request('POST', `/tenants/${tenant}/resume`, { body: {} })).status).toBe(409);
});

test('only superadmins suspend and resume', async () => {
  const tenant = await newTenant();
  const admin = await newUser(tenant, 'admin');

  for (const word of ['suspend', 'resume']) {
    const { status } = await server.request('POST', `/tenants/${tenant}/${word}`, { body: {}, as: admin });
    expect(status).toBe(403);
  }
  expect((await server.request('POST', '/tenants/nobody/suspend', { body: {} })).status).toBe(404);
});

test('webhooks answer 423 to the right key and 404 to any other', async () => {
  const tenant = await newTenant();
  const trigger = { id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 'right' };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', triggers: [trigger] }) });
  await suspend(tenant);

  const call = async (key: string): Promise<number> =>
    (await server.request('POST', `/executions/webhook/company.team/flow/${key}`, { tenant, as: null })).status;

  expect([await call('right'), await call('wrong')]).toEqual([423, 404]);
  await resume(tenant);
  expect(await call('right')).toBe(200);
});

test('schedules wait, and the dates that passed are made up for as told', async () => {
  const tenant = await newTenant();
  const trigger = {
    id: 'often',
    type: 'io.kestra.plugin.core.trigger.Schedule',
    cron: '* * * * * *',
    withSeconds: true,
  };
  const flow = aFlow({ id: 'flow', triggers: [trigger] });
  await suspend(tenant);
  await resume(tenant);
  await server.call('POST', '/flows', { tenant, body: flow });
  const count = async (): Promise<number> => (await server.call('GET', '/executions/search', { tenant })).total;
  await eventually(async () => expect(await count()).toBeGreaterThan(0));

  await suspend(tenant);
  const first = await eventually(async () => {
    const [one, two] = [
      await count(),
      await new Promise<number>((done) => setTimeout(() => void count().then(done), 50)),
    ];
    expect(two).toBe(one);
    return two;
  });
  const [{ date }] = (await server.call('GET', '/triggers/company.team/flow', { tenant })).results ?? [{}];
  await eventually(() =>
    expect(Date.now()).toBeGreaterThan((date === undefined ? Date.now() : Date.parse(date)) + 2_500),
  );
  expect(await count()).toBe(first);
  await resume(tenant, { missedSchedules: 'NONE' });

  await eventually(async () => expect(await count()).toBeGreaterThan(first));
  await server.call('DELETE', '/flows/company.team/flow', { tenant });
});

test('what runs is paused and goes on with the tenant', async () => {
  const tenant = await newTenant();
  const tasks = [sleepTask('PT0.3S'), sleepTask('PT0.01S', 'second')];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', tasks }) });
  const { id } = await server.call('POST', '/executions/company.team/flow', { tenant });
  const state = async (): Promise<string> => (await server.call('GET', `/executions/${id}`, { tenant })).state.current;
  await eventually(async () => expect(await state()).toBe('RUNNING'));

  await suspend(tenant, { running: 'PAUSE' });
  await eventually(async () => expect(await state()).toBe('PAUSED'));
  await resume(tenant);

  await eventually(async () => expect(await state()).toBe('SUCCESS'));
});

test('what runs is killed', async () => {
  const tenant = await newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', tasks: [sleepTask('PT1H')] }) });
  const { id } = await server.call('POST', '/executions/company.team/flow', { tenant });

  await suspend(tenant, { running: 'KILL' });

  await eventually(async () => {
    const { state } = await server.call('GET', `/executions/${id}`, { tenant });
    expect(state.current).toBe('KILLED');
  });
});

test('commands suspend and resume, and the log says who and why', async () => {
  const tenant = await newTenant();

  expect(await server.run('tenants', 'suspend', tenant, '--reason=move', '--running=KILL')).toMatchObject({
    code: 0,
    stdout: `Tenant '${tenant}' is suspended.\n`,
  });
  expect((await server.run('tenants', 'list')).stdout).toMatch(new RegExp(`${tenant} .*SUSPENDED`));
  expect(await server.run('tenants', 'resume', tenant, '--missed-schedules=LAST')).toMatchObject({
    code: 0,
    stdout: `Tenant '${tenant}' is active again.\n`,
  });

  const { results } = await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=TENANT', { tenant });
  expect(results.map(({ auditLog }: { auditLog: { detail: object } }) => auditLog.detail)).toMatchObject([
    { status: 'ACTIVE', missedSchedules: 'LAST' },
    { status: 'SUSPENDED', reason: 'move', running: 'KILL' },
    { id: tenant },
  ]);
});

test('it stays suspended when the server starts again', async () => {
  const first = await startServer({ kind: 'process', tenancy: 'mixed' });
  await first.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  await first.call('POST', '/tenants/dev/suspend', { body: {} });
  await first.kill9();

  const second = await startServer({ kind: 'process', tenancy: 'mixed', dataDirectory: first.dataDirectory });

  expect((await second.request('GET', '/tenants/dev')).json.status).toBe('SUSPENDED');
  expect((await second.request('POST', '/flows', { tenant: 'dev', body: aFlow() })).status).toBe(423);
  await second.stop();
  await first.stop();
});
