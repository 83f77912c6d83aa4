/** A tenant that stands still: what is refused, what goes on, and what comes back with it. */
import { aFlow, eventually, sleepTask, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

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
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow' }) });
  const [admin, viewer] = [await newUser(tenant, 'admin'), await newUser(tenant, 'viewer')];
  const stranger = await newUser(await server.newTenant(), 'admin');

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

test('who asks why is told the same', async () => {
  const tenant = await server.newTenant();
  const people = [await newUser(tenant, 'admin'), await newUser(tenant, 'viewer')];
  const ids = await Promise.all(people.map(async (as) => (await server.call('GET', '/me', { as })).id));
  await suspend(tenant);

  const [admin, viewer] = await Promise.all(
    ids.map((id) => server.call('GET', `/acls/explain?permission=FLOW:VIEW&userId=${id}`, { tenant })),
  );

  expect(admin.allowed).toBe(true);
  expect(viewer).toMatchObject({
    allowed: false,
    reason: `Tenant '${tenant}' is suspended: its Admins alone may look`,
  });
});

test('only superadmins suspend and resume', async () => {
  const tenant = await server.newTenant();
  const admin = await newUser(tenant, 'admin');

  for (const word of ['suspend', 'resume']) {
    const { status } = await server.request('POST', `/tenants/${tenant}/${word}`, { body: {}, as: admin });
    expect(status).toBe(403);
  }
  expect((await server.request('POST', '/tenants/nobody/suspend', { body: {} })).status).toBe(404);
});

test('the audit log of the tenant itself says that it was changed, suspended and resumed', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', `/tenants/${tenant}`, { body: { id: tenant, name: 'Renamed' } });
  await suspend(tenant, { reason: 'unpaid' });
  await resume(tenant);

  const { results } = await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=TENANT', { tenant });

  expect(results.map(({ auditLog }: { auditLog: { detail: object } }) => auditLog.detail)).toMatchObject([
    { id: tenant, status: 'ACTIVE' },
    { id: tenant, status: 'SUSPENDED' },
    { id: tenant },
    { id: tenant },
  ]);
});

test('webhooks answer 423 to the right key and 404 to any other', async () => {
  const tenant = await server.newTenant();
  const trigger = { id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 'right' };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', triggers: [trigger] }) });
  await suspend(tenant);

  const call = async (key: string): Promise<number> =>
    (await server.request('POST', `/executions/webhook/company.team/flow/${key}`, { tenant, as: null })).status;

  expect([await call('right'), await call('wrong')]).toEqual([423, 404]);
  await resume(tenant);
  expect(await call('right')).toBe(200);
});

test.for(['NONE', 'ALL'] as const)('schedules wait, and of the dates that passed %s are made up for', async (which) => {
  const tenant = await server.newTenant();
  const cron = { type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * * *', withSeconds: true };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', triggers: [{ id: 'often', ...cron }] }) });
  const dates = async (): Promise<number[]> => {
    const { results } = await server.call('GET', '/executions/search?size=100', { tenant });
    return results
      .map(({ trigger }: { trigger: { variables: { date: string } } }) => Date.parse(trigger.variables.date))
      .toSorted((one: number, other: number) => one - other);
  };
  await eventually(async () => expect(await dates()).not.toEqual([]));

  await suspend(tenant);
  const suspendedAt = Date.now();
  const passed = (ms: number): Promise<void> => eventually(() => expect(Date.now()).toBeGreaterThan(suspendedAt + ms));
  await passed(500); // what had begun is there
  const before = await dates();
  await passed(3_000);
  expect(await dates()).toEqual(before);
  await resume(tenant, { missedSchedules: which });

  const after = await eventually(async () => {
    const now = await dates();
    expect(now.at(-1)).toBeGreaterThan(suspendedAt + 3_000);
    return now;
  });
  const gaps = after.slice(1).map((date, index) => date - after[index]!);
  if (which === 'ALL') expect(Math.max(...gaps)).toBe(1_000);
  else expect(Math.max(...gaps)).toBeGreaterThan(1_000);
  await server.call('DELETE', '/flows/company.team/flow', { tenant });
});

test('what runs is paused and goes on with the tenant', async () => {
  const tenant = await server.newTenant();
  const tasks = [sleepTask('PT2S'), sleepTask('PT0.01S', 'second')];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', tasks }) });
  const { id } = await server.call('POST', '/executions/company.team/flow', { tenant });
  const state = async (): Promise<string> => (await server.call('GET', `/executions/${id}`, { tenant })).state.current;
  await eventually(async () => expect(await state()).toBe('RUNNING'));

  await suspend(tenant, { running: 'PAUSE' });
  await eventually(async () => expect(await state()).toBe('PAUSED'));
  await resume(tenant);

  await eventually(async () => expect(await state()).toBe('SUCCESS'));
});

test('what was paused by hand stays paused when the tenant goes on', async () => {
  const tenant = await server.newTenant();
  const tasks = [sleepTask('PT2S'), sleepTask('PT0.01S', 'second')];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', tasks }) });
  const start = async (): Promise<string> =>
    (await server.call('POST', '/executions/company.team/flow', { tenant })).id;
  const reaches = (id: string, state: string): Promise<void> =>
    eventually(async () =>
      expect((await server.call('GET', `/executions/${id}`, { tenant })).state.current).toBe(state),
    );
  const byHand = await start();
  await reaches(byHand, 'RUNNING');
  await server.call('POST', `/executions/${byHand}/actions/pause`, { tenant });
  await reaches(byHand, 'PAUSED');
  const other = await start();
  await reaches(other, 'RUNNING');

  await suspend(tenant, { running: 'PAUSE' });
  await reaches(other, 'PAUSED');
  await resume(tenant);

  await reaches(other, 'SUCCESS');
  await reaches(byHand, 'PAUSED');
});

/** A flow that runs one at a time, one that runs and two that wait: for their turn, for their date. */
async function startWaiting(tenant: string, tasks: readonly TaskParts[]) {
  const flow = aFlow({ id: 'flow', tasks, concurrency: { limit: 1 } });
  await server.call('POST', '/flows', { tenant, body: flow });
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'dated', tasks: [sleepTask('PT0.01S')] }) });
  const start = async (path: string): Promise<string> =>
    (await server.call('POST', `/executions/company.team/${path}`, { tenant })).id;
  // Far enough for a busy machine to suspend the tenant before
  const date = new Date(Date.now() + 6_000);
  const ids = [
    await start('flow'),
    await start('flow'),
    await start(`dated?scheduleDate=${encodeURIComponent(date.toISOString())}`),
  ];
  const states = (): Promise<string[]> =>
    Promise.all(ids.map(async (id) => (await server.call('GET', `/executions/${id}`, { tenant })).state.current));
  return { ids, date, states };
}

test('under FINISH what runs ends with its subflows, and nothing else begins before the tenant does', async () => {
  const tenant = await server.newTenant();
  const child = aFlow({ id: 'child', tasks: [sleepTask('PT0.01S')], concurrency: { limit: 1 } });
  await server.call('POST', '/flows', { tenant, body: child });
  const subflow = {
    id: 'sub',
    type: 'io.kestra.plugin.core.flow.Subflow',
    namespace: 'company.team',
    flowId: 'child',
  };
  const { ids, date, states } = await startWaiting(tenant, [sleepTask('PT3S'), subflow]);
  const early = `/executions/company.team/child?scheduleDate=${encodeURIComponent(date.toISOString())}`;
  const { id: ofChild } = await server.call('POST', early, { tenant });

  await suspend(tenant);
  await eventually(async () => expect(await states()).toEqual(['SUCCESS', 'QUEUED', 'QUEUED']), { timeoutMs: 20_000 });
  const reasons = await server.call('GET', `/executions/${ids[2]}/waiting`, { tenant });
  expect(reasons).toMatchObject([
    { kind: 'SLOT', message: `The execution begins when tenant '${tenant}' is no longer suspended` },
  ]);
  expect((await server.call('GET', `/executions/${ofChild}`, { tenant })).state.current).toBe('QUEUED');
  await resume(tenant);

  await eventually(async () => expect(await states()).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']));
});

test('under PAUSE nothing goes on by itself: no retry, no pause that ends, nothing that waits', async () => {
  const tenant = await server.newTenant();
  const retry = { type: 'constant', interval: 'PT3S', maxAttempts: 2 };
  const once = {
    id: 'once',
    type: 'io.kestra.plugin.core.execution.Fail',
    condition: '{{ taskrun.attemptsCount == 0 }}',
  };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'retries', tasks: [{ ...once, retry }] }) });
  const pause = { id: 'pause', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT3S' };
  const { ids, states } = await startWaiting(tenant, [pause, sleepTask('PT0.01S')]);
  ids.push((await server.call('POST', '/executions/company.team/retries', { tenant })).id);

  await suspend(tenant, { running: 'PAUSE' });
  await eventually(async () => expect(await states()).toEqual(['PAUSED', 'QUEUED', 'QUEUED', 'PAUSED']), {
    timeoutMs: 20_000,
  });
  await eventually(async () => {
    const { taskRunList } = await server.call('GET', `/executions/${ids[0]}`, { tenant });
    expect(taskRunList.map((taskRun: { state: { current: string } }) => taskRun.state.current)).toEqual(['SUCCESS']);
  });
  expect(await states()).toEqual(['PAUSED', 'QUEUED', 'QUEUED', 'PAUSED']);
  await resume(tenant);

  await eventually(async () => expect(await states()).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS']));
});

test('what runs is killed', async () => {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', tasks: [sleepTask('PT1H')] }) });
  const { id } = await server.call('POST', '/executions/company.team/flow', { tenant });

  await suspend(tenant, { running: 'KILL' });

  await eventually(async () => {
    const { state } = await server.call('GET', `/executions/${id}`, { tenant });
    expect(state.current).toBe('KILLED');
  });
});

test('commands suspend and resume, and the log says who and why', async () => {
  const tenant = await server.newTenant();

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
