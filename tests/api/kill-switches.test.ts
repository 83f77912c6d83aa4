/** Levers of the instance: what they stop, hold and let through, and that what they held goes on. */
import { aFlow, eventually, sleepTask, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

const past = '2026-01-01T00:00:00Z';
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

async function make(tenantId: string, evaluationType: string, more: object = {}): Promise<{ readonly id: string }> {
  const body = { name: `${evaluationType} ${tenantId}`, evaluationType, tenantId, startDate: past, ...more };
  return server.call('POST', '/kill-switches', { body });
}

const remove = (id: string): Promise<unknown> => server.call('DELETE', `/kill-switches/${id}`);

async function saveFlow(tenant: string, id: string, tasks: readonly TaskParts[], namespace = 'company.team') {
  await server.call('POST', '/flows', { tenant, body: aFlow({ id, namespace, tasks }) });
}

async function start(tenant: string, flow: string, query = ''): Promise<string> {
  return (await server.call('POST', `/executions/${flow}${query}`, { tenant })).id;
}

async function stateOf(tenant: string, id: string): Promise<string> {
  return (await server.call('GET', `/executions/${id}`, { tenant })).state.current;
}

const reaches = (tenant: string, id: string, state: string): Promise<void> =>
  eventually(async () => expect(await stateOf(tenant, id)).toBe(state));

async function reasonsOf(tenant: string, id: string): Promise<readonly string[]> {
  const reasons = await server.call('GET', `/executions/${id}/waiting`, { tenant });
  return reasons.map(({ kind, message }: { kind: string; message: string }) => `${kind}: ${message}`);
}

const subflow = { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company.team', flowId: 'child' };

test('a switch that kills ends what runs with what it has started, and all that comes', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'child', [sleepTask('PT1H')], 'company.other');
  await saveFlow(tenant, 'flow', [{ ...subflow, namespace: 'company.other' }]);
  const running = await start(tenant, 'company.team/flow');
  const childOf = async (): Promise<string> => {
    const { taskRunList } = await server.call('GET', `/executions/${running}`, { tenant });
    return taskRunList[0].outputs.executionId;
  };
  await eventually(async () => expect(await stateOf(tenant, await childOf())).toBe('RUNNING'));

  const { id } = await make(tenant, 'KILL', { namespace: 'company.team', name: 'incident' });
  await reaches(tenant, running, 'KILLED');
  await reaches(tenant, await childOf(), 'KILLED');
  const created = await server.call('POST', '/executions/company.team/flow', { tenant });

  await reaches(tenant, created.id, 'KILLED');
  const killed = await server.call('GET', `/executions/${created.id}`, { tenant });
  expect(killed.labels).toContainEqual({ key: 'system.killSwitch', value: 'incident' });
  expect(killed.taskRunList).toEqual([]);
  const { results } = await server.call('GET', `/logs/search?filters[executionId][EQUALS]=${created.id}`, { tenant });
  expect(results.map(({ message }: { message: string }) => message)).toContain(
    "Execution is KILLED by kill switch 'incident'",
  );
  await remove(id);
});

test('a restart by hand of what a switch killed or cancelled meets the switch again', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'flow', [{ id: 'fail', type: 'io.kestra.plugin.core.execution.Fail' }]);
  const failed = await start(tenant, 'company.team/flow');
  await reaches(tenant, failed, 'FAILED');
  await make(tenant, 'KILL');

  await server.call('POST', `/executions/${failed}/actions/restart`, { tenant });

  await reaches(tenant, failed, 'KILLED');
});

test('a switch that cancels lets running tasks end, and nothing else begin', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'flow', [sleepTask('PT3S'), sleepTask('PT1H', 'second')]);
  const running = await start(tenant, 'company.team/flow');
  const dated = await start(tenant, 'company.team/flow', `?scheduleDate=${encodeURIComponent(inMs(3_600_000))}`);
  await reaches(tenant, running, 'RUNNING');

  await make(tenant, 'CANCEL', { flowId: 'flow', namespace: 'company.team' });
  await reaches(tenant, dated, 'CANCELLED');
  const created = await start(tenant, 'company.team/flow');
  await reaches(tenant, created, 'CANCELLED');

  await reaches(tenant, running, 'CANCELLED');
  const { taskRunList } = await server.call('GET', `/executions/${running}`, { tenant });
  expect(taskRunList.map((run: { state: { current: string } }) => run.state.current)).toEqual(['SUCCESS']);
  expect((await server.call('GET', `/executions/${created}`, { tenant })).taskRunList).toEqual([]);
});

test('a loop that is cancelled begins no further iteration, and those that run end as it does', async () => {
  const tenant = await server.newTenant();
  const loop = {
    id: 'loop',
    type: 'io.kestra.plugin.core.flow.Loop',
    values: ['a', 'b', 'c'],
    concurrencyLimit: 1,
    tasks: [sleepTask('PT3S', 'inner'), sleepTask('PT1H', 'never')],
  };
  await saveFlow(tenant, 'flow', [loop as unknown as TaskParts]);
  const running = await start(tenant, 'company.team/flow');
  const iterations = async (): Promise<readonly string[]> => {
    const query = `filters[triggerExecutionId][EQUALS]=${running}&filters[kind][EQUALS]=LOOP&size=100`;
    const { results } = await server.call('GET', `/executions/search?${query}`, { tenant });
    return results.map(({ state }: { state: { current: string } }) => state.current);
  };
  await eventually(async () => expect(await iterations()).toEqual(['RUNNING']));

  await make(tenant, 'CANCEL');

  await reaches(tenant, running, 'CANCELLED');
  expect(await iterations()).toEqual(['CANCELLED']);
});

test('an execution that waits for one that a switch cancels ends with it', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'child', [sleepTask('PT0.01S')]);
  await saveFlow(tenant, 'flow', [subflow], 'company.parent');
  await make(tenant, 'CANCEL', { namespace: 'company.team' });

  const parent = await start(tenant, 'company.parent/flow');

  await reaches(tenant, parent, 'KILLED');
});

test('a switch that ignores lets executions wait where they are, and nobody push them', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'flow', [sleepTask('PT3S'), sleepTask('PT0.01S', 'second')]);
  const running = await start(tenant, 'company.team/flow');
  await reaches(tenant, running, 'RUNNING');
  const endDate = inMs(3_600_000);

  const { id } = await make(tenant, 'IGNORE', { name: 'wait', endDate });
  await reaches(tenant, running, 'PAUSED');
  const created = await start(tenant, 'company.team/flow');
  await reaches(tenant, created, 'QUEUED');
  const reason = `SWITCH: Kill switch 'wait' holds the execution: it goes on when the switch ends, at ${endDate} at the latest`;
  expect(await reasonsOf(tenant, created)).toEqual([reason]);
  expect(await reasonsOf(tenant, running)).toEqual([reason]);
  const push = async (execution: string, action: string): Promise<number> =>
    (await server.request('POST', `/executions/${execution}/actions/${action}`, { tenant })).status;
  expect([await push(created, 'force-run'), await push(created, 'unqueue'), await push(running, 'resume')]).toEqual([
    409, 409, 409,
  ]);
  await remove(id);

  await reaches(tenant, running, 'SUCCESS');
  await reaches(tenant, created, 'SUCCESS');
});

test('what a switch ignores goes on waiting when another one is made that does not hold', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'flow', [sleepTask('PT0.01S')]);
  await make(tenant, 'IGNORE');
  const before = await start(tenant, 'company.team/flow');
  await reaches(tenant, before, 'QUEUED');

  const { id } = await make(tenant, 'PASS', { enabled: false });
  const others = [];
  for (let count = 0; count < 5; count += 1) others.push(await start(tenant, 'company.team/flow'));

  for (const execution of others) await reaches(tenant, execution, 'QUEUED');
  expect(await stateOf(tenant, before)).toBe('QUEUED');
  await remove(id);
});

test('what was ignored goes on when the switch is disabled, and waits behind its limits', async () => {
  const tenant = await server.newTenant();
  const flow = aFlow({ id: 'flow', tasks: [sleepTask('PT0.2S')], concurrency: { limit: 1 } });
  await server.call('POST', '/flows', { tenant, body: flow });
  const one = { namespace: 'company.team', flowId: 'flow', name: 'wait', tenantId: tenant, startDate: past };
  const { id } = await make(tenant, 'IGNORE', one);
  const ids = [await start(tenant, 'company.team/flow'), await start(tenant, 'company.team/flow')];
  for (const execution of ids) await reaches(tenant, execution, 'QUEUED');

  await server.call('PUT', `/kill-switches/${id}`, { body: { ...one, evaluationType: 'IGNORE', enabled: false } });

  for (const execution of ids) await reaches(tenant, execution, 'SUCCESS');
  const executions = await Promise.all(
    ids.map((execution) => server.call('GET', `/executions/${execution}`, { tenant })),
  );
  const spans = executions
    .map(({ state: { histories } }: { state: { histories: { state: string; date: string }[] } }) => ({
      begun: Date.parse(histories.find(({ state }) => state === 'RUNNING')!.date),
      ended: Date.parse(histories.at(-1)!.date),
    }))
    .toSorted((one, other) => one.begun - other.begun);
  expect(spans[1]!.begun).toBeGreaterThanOrEqual(spans[0]!.ended);
});

test('single executions are ignored while others of their flow run', async () => {
  const tenant = await server.newTenant();
  const flow = aFlow({ id: 'flow', tasks: [sleepTask('PT0.05S')], concurrency: { limit: 1 } });
  await server.call('POST', '/flows', { tenant, body: flow });
  const at = encodeURIComponent(inMs(1_500));
  const held = await start(tenant, 'company.team/flow', `?scheduleDate=${at}`);
  const { id } = await make(tenant, 'IGNORE', { executionIds: [held] });
  await reaches(tenant, held, 'QUEUED');

  const other = await start(tenant, 'company.team/flow');
  await reaches(tenant, other, 'SUCCESS');
  expect(await stateOf(tenant, held)).toBe('QUEUED');
  await remove(id);

  await reaches(tenant, held, 'SUCCESS');
});

test('iterations of a loop are held with their execution, and go on with it', async () => {
  const tenant = await server.newTenant();
  const loop = {
    id: 'loop',
    type: 'io.kestra.plugin.core.flow.Loop',
    values: ['a', 'b', 'c'],
    concurrencyLimit: 1,
    tasks: [sleepTask('PT1S', 'inner')],
  };
  await saveFlow(tenant, 'flow', [loop as unknown as TaskParts]);
  const running = await start(tenant, 'company.team/flow');
  await eventually(async () => {
    const { taskRunList } = await server.call('GET', `/executions/${running}`, { tenant });
    expect(taskRunList).not.toEqual([]);
  });

  const { id } = await make(tenant, 'IGNORE', { executionIds: [running] });
  await reaches(tenant, running, 'PAUSED');
  await remove(id);

  await reaches(tenant, running, 'SUCCESS');
});

test('the nearest switch decides: one lets a flow through that a broader one would kill', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'flow', [sleepTask('PT0.01S')]);
  await saveFlow(tenant, 'flow', [sleepTask('PT0.01S')], 'company.team.inner');
  await saveFlow(tenant, 'flow', [sleepTask('PT0.01S')], 'company');
  const other = await server.newTenant();
  await saveFlow(other, 'flow', [sleepTask('PT0.01S')]);

  await make(tenant, 'KILL');
  await make(tenant, 'CANCEL', { namespace: 'company.team' });
  await make(tenant, 'PASS', { namespace: 'company.team', flowId: 'flow' });

  await reaches(tenant, await start(tenant, 'company.team/flow'), 'SUCCESS');
  await reaches(tenant, await start(tenant, 'company.team.inner/flow'), 'CANCELLED');
  await reaches(tenant, await start(tenant, 'company/flow'), 'KILLED');
  await reaches(other, await start(other, 'company.team/flow'), 'SUCCESS');
});

test('a switch begins and ends with its period', async () => {
  const tenant = await server.newTenant();
  await saveFlow(tenant, 'flow', [sleepTask('PT0.01S')]);
  await make(tenant, 'IGNORE', { startDate: inMs(1_000), endDate: inMs(4_000) });

  await reaches(tenant, await start(tenant, 'company.team/flow'), 'SUCCESS');
  const held = await eventually(async () => {
    const id = await start(tenant, 'company.team/flow');
    expect(await stateOf(tenant, id)).toBe('QUEUED');
    return id;
  });

  await reaches(tenant, held, 'SUCCESS');
});

test('what is wrong with a switch is told all at once', async () => {
  const body = {
    name: ' ',
    evaluationType: 'KILL',
    tenantId: 'nobody',
    flowId: 'flow',
    executionIds: ['x'],
    startDate: '2026-01-02T00:00:00Z',
    endDate: past,
  };

  const { status, json } = await server.request('POST', '/kill-switches', { body });

  expect(status).toBe(422);
  expect(json.message).toBe(
    "Invalid entity: name: must not be empty, tenantId: there is no tenant 'nobody', namespace: must be given with a flow, executionIds.0: 'x' is no execution id, endDate: must be after the start",
  );
});

test('superadmins make, change and delete switches, and the log of the instance says so', async () => {
  const tenant = await server.newTenant();
  const { id } = await make(tenant, 'PASS', { name: 'noted', description: 'why', namespace: 'company' });
  const body = { name: 'noted again', evaluationType: 'PASS', tenantId: 'main', startDate: past };

  const changed = await server.call('PUT', `/kill-switches/${id}`, { body });
  expect(changed).toEqual({ ...body, id, startDate: '2026-01-01T00:00:00.000Z', enabled: true, deleted: false });
  expect(await server.call('GET', '/kill-switches/search')).toContainEqual(changed);
  await remove(id);
  expect((await server.request('DELETE', `/kill-switches/${id}`)).status).toBe(404);
  expect((await server.request('PUT', `/kill-switches/${id}`, { body })).status).toBe(404);

  const { results } = await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=KILL_SWITCH&size=100');
  const noted = results
    .map(({ auditLog }: { auditLog: { type: string; detail: { id: string; name: string } } }) => auditLog)
    .filter(({ detail }: { detail: { id: string } }) => detail.id === id);
  expect(noted.map(({ type, detail }: { type: string; detail: { name: string } }) => `${type} ${detail.name}`)).toEqual(
    ['DELETE noted again', 'UPDATE noted again', 'CREATE noted'],
  );
});

test('whom a switch concerns is told while it holds, and nobody else', async () => {
  const [tenant, other] = [await server.newTenant(), await server.newTenant()];
  const member = async (of: string): Promise<{ token: string }> => {
    const user = await server.call('POST', '/users', { body: { username: `of-${of}`, tenants: [of] } });
    const binding = { type: 'USER', externalId: user.id, roleId: `viewer_${of}` };
    await server.call('POST', '/bindings', { tenant: of, body: binding });
    const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
    return { token: fullToken };
  };
  const [one, stranger] = [await member(tenant), await member(other)];
  const { id } = await make(tenant, 'PASS', { namespace: 'company' });
  await make(tenant, 'PASS', { enabled: false });
  await make(tenant, 'PASS', { endDate: '2026-02-01T00:00:00Z' });
  await make(tenant, 'PASS', { executionIds: ['0000000000000000000000'] });
  const told = async (as: { token: string }): Promise<readonly string[]> =>
    (await server.call('GET', '/configs', { as })).killSwitches
      .filter(({ tenantId }: { tenantId?: string }) => tenantId === tenant)
      .map((shown: { id: string }) => shown.id);

  expect(await told(one)).toEqual([id]);
  expect(await told(stranger)).toEqual([]);
});

test('what a switch holds waits through a start of the server, and goes on after the switch', async () => {
  const first = await startServer({ kind: 'process' });
  const post = (on: TestServer, path: string, body?: unknown): Promise<{ readonly id: string }> =>
    on.call('POST', path, body === undefined ? {} : { body });
  await post(first, '/flows', aFlow({ id: 'flow', tasks: [sleepTask('PT3S'), sleepTask('PT0.01S', 'second')] }));
  const switched = { name: 'wait', evaluationType: 'IGNORE', namespace: 'company', startDate: past };
  const { id: running } = await post(first, '/executions/company.team/flow');
  const states = (on: TestServer, ids: readonly string[]): Promise<readonly string[]> =>
    Promise.all(ids.map(async (id) => (await on.call('GET', `/executions/${id}`)).state.current));
  await eventually(async () => expect(await states(first, [running])).toEqual(['RUNNING']));
  const { id } = await post(first, '/kill-switches', switched);
  const { id: created } = await post(first, '/executions/company.team/flow');
  await eventually(async () => expect(await states(first, [running, created])).toEqual(['PAUSED', 'QUEUED']));
  await first.kill9();

  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });
  expect(await states(second, [running, created])).toEqual(['PAUSED', 'QUEUED']);
  const { id: later } = await post(second, '/executions/company.team/flow');
  await eventually(async () => expect(await states(second, [later])).toEqual(['QUEUED']));
  await second.call('DELETE', `/kill-switches/${id}`);

  await eventually(async () =>
    expect(await states(second, [running, created, later])).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']),
  );
  await second.stop();
  await first.stop();
});

test('a switch that ended while no server ran holds nothing any more', async () => {
  const first = await startServer({ kind: 'process' });
  await first.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [sleepTask('PT0.01S')] }) });
  const endsAt = Date.now() + 2_000;
  const body = { name: 'wait', evaluationType: 'IGNORE', startDate: past, endDate: new Date(endsAt).toISOString() };
  await first.call('POST', '/kill-switches', { body });
  const { id } = await first.call('POST', '/executions/company.team/flow');
  expect((await first.call('GET', `/executions/${id}`)).state.current).toBe('QUEUED');
  await first.kill9();
  await eventually(async () => expect(Date.now()).toBeGreaterThan(endsAt));

  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });

  await eventually(async () => expect((await second.call('GET', `/executions/${id}`)).state.current).toBe('SUCCESS'));
  await second.stop();
  await first.stop();
});

test('a switch that began while no server ran ends what had been running, before anything of it goes on', async () => {
  const first = await startServer({ kind: 'process' });
  const flow = aFlow({ id: 'flow', tasks: [sleepTask('PT1H'), sleepTask('PT0.01S', 'second')] });
  await first.call('POST', '/flows', { body: flow });
  const { id } = await first.call('POST', '/executions/company.team/flow');
  const execution = (on: TestServer) => on.call('GET', `/executions/${id}`);
  await eventually(async () => expect((await execution(first)).state.current).toBe('RUNNING'));
  const startsAt = Date.now() + 2_000;
  const body = { name: 'stop', evaluationType: 'KILL', startDate: new Date(startsAt).toISOString() };
  await first.call('POST', '/kill-switches', { body });
  await first.kill9();
  await eventually(async () => expect(Date.now()).toBeGreaterThan(startsAt));

  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });

  await eventually(async () => expect((await execution(second)).state.current).toBe('KILLED'));
  const { taskRunList, labels } = await execution(second);
  expect(taskRunList.map((run: { state: { current: string } }) => run.state.current)).toEqual(['KILLED']);
  expect(labels).toContainEqual({ key: 'system.killSwitch', value: 'stop' });
  await second.stop();
  await first.stop();
});
