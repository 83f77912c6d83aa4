/** Which workers run a task: the nearest that is named counts, tenants reach their own groups alone, and nobody there is told. */
import { aFlow, eventually, startServer, type TestServer, type TestWorker } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aWorker, ended, get, linesOf, newGroup, shell, start } from './worker-groups.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

const script = { id: 'script', type: shell, commands: ['pwd'] };
const stateOf = async (id: string, tenant?: string): Promise<string> =>
  (await get(server, id, tenant)).state.current as string;

async function reasonsOf(id: string, tenant?: string): Promise<readonly string[]> {
  const inTenant = tenant === undefined ? {} : { tenant };
  const reasons = await server.call('GET', `/executions/${id}/waiting`, inTenant);
  return reasons.map(({ message }: { readonly message: string }) => message);
}

/** Waits until it says that it waits for the group. */
const waitsFor = (group: { readonly id: string }, id: string, tenant?: string): Promise<void> =>
  eventually(async () =>
    expect(await reasonsOf(id, tenant)).toEqual([
      `The task waits for a worker of group '${group.id}': none is connected`,
    ]),
  );

test('the nearest that is named counts: task, flow, namespaces from within, tenant', async () => {
  const tenant = await server.newTenant();
  const [ofTask, ofFlow, ofNamespace, ofCompany, ofTenant] = await Promise.all(
    Array.from({ length: 5 }, () => newGroup(server)),
  );
  const put = (path: string, body: object, inTenant = {}) => server.call('PUT', path, { ...inTenant, body });
  await put(`/tenants/${tenant}`, { id: tenant, name: tenant, workerGroup: { key: ofTenant!.id } });
  for (const [id, group] of [
    ['company', ofCompany!],
    ['company.team', ofNamespace!],
  ] as const) {
    await server.call('POST', '/namespaces', { tenant, body: { id, workerGroup: { key: group.id } } });
  }
  const flow = { workerGroup: { key: ofFlow!.id } };
  const task = { ...script, workerGroup: { key: '{{ vars.group }}' }, id: 'own' };

  const cases = [
    [ofTask!, { namespace: 'company.team', variables: { group: ofTask!.id }, ...flow, tasks: [task] }],
    [ofFlow!, { namespace: 'company.team', ...flow, tasks: [script] }],
    [ofNamespace!, { namespace: 'company.team.inner', tasks: [script] }],
    [ofCompany!, { namespace: 'company.other', tasks: [script] }],
    [ofTenant!, { namespace: 'elsewhere', tasks: [script] }],
  ] as const;

  for (const [group, parts] of cases) await waitsFor(group, await start(server, parts, tenant), tenant);
});

test('without a worker the fallback counts: the task fails, the execution is cancelled, or the server runs it', async () => {
  const { id: key } = await newGroup(server);
  const tasks = (fallback: string) => [{ ...script, workerGroup: { key, fallback } }];

  const failed = await ended(server, await start(server, { tasks: tasks('FAIL') }));
  const cancelled = await ended(server, await start(server, { tasks: tasks('CANCEL') }));
  const ignored = await ended(server, await start(server, { tasks: tasks('IGNORE') }));

  const states = [failed, cancelled, ignored].map(({ state }) => state.current);
  expect(states).toEqual(['FAILED', 'CANCELLED', 'SUCCESS']);
  const message = `Worker group '${key}' has no worker that is connected`;
  expect(await linesOf(server, failed.id)).toContain(message);
  expect(await linesOf(server, cancelled.id)).toContain(`${message}: the execution is cancelled`);
});

test('a group that there is not, or whose name cannot be rendered, fails the task', async () => {
  const missing = await ended(
    server,
    await start(server, { tasks: [{ ...script, workerGroup: { key: "{{ 'nowhere' }}" } }] }),
  );
  const broken = await ended(
    server,
    await start(server, { tasks: [{ ...script, workerGroup: { key: '{{ vars.none }}' } }] }),
  );

  expect([missing, broken].map(({ state }) => state.current)).toEqual(['FAILED', 'FAILED']);
  expect(await linesOf(server, missing.id)).toContain("Worker group 'nowhere' does not exist");
  const said = (await linesOf(server, broken.id)).filter((line) => line.startsWith('The worker group cannot be'));
  expect(said).toHaveLength(1);
});

test('tasks of a tenant that is not allowed never reach the workers of a group', async () => {
  const [allowed, other] = [await server.newTenant(), await server.newTenant()];
  const group = await newGroup(server, { allowedTenants: [allowed] });
  const worker: TestWorker = await aWorker(server, group);
  const tasks = [{ ...script, workerGroup: { key: group.id } }];

  const refused = await ended(server, await start(server, { tasks }, other), other);
  const inDefault = await ended(server, await start(server, { tasks }));
  const taken = await ended(server, await start(server, { tasks }, allowed), allowed);

  expect([refused, inDefault, taken].map(({ state }) => state.current)).toEqual(['FAILED', 'FAILED', 'SUCCESS']);
  expect(await linesOf(server, refused.id, other)).toContain(
    `Worker group '${group.id}' is not available to tenant '${other}'`,
  );
  expect(await linesOf(server, inDefault.id)).toContain(`Worker group '${group.id}' is not available to tenant 'main'`);
  await worker.stop();
});

test('what waits is looked at again when the group is made for others, or deleted', async () => {
  const tenant = await server.newTenant();
  const group = await newGroup(server);
  const waiting = await start(server, { tasks: [{ ...script, workerGroup: { key: group.id } }] }, tenant);
  await waitsFor(group, waiting, tenant);

  await server.call('PUT', `/instance/worker-groups/${group.id}`, { body: { name: 'x', allowedTenants: ['main'] } });

  expect((await ended(server, waiting, tenant)).state.current).toBe('FAILED');
  const inDefault = await start(server, { tasks: [{ ...script, workerGroup: { key: group.id } }] });
  await waitsFor(group, inDefault);
  await server.call('DELETE', `/instance/worker-groups/${group.id}?force=true`);
  expect((await ended(server, inDefault)).state.current).toBe('FAILED');
});

test('a task that waits for its group can be killed', async () => {
  const group = await newGroup(server);
  const id = await start(server, { tasks: [{ ...script, workerGroup: { key: group.id } }] });
  await waitsFor(group, id);

  await server.call('DELETE', `/executions/${id}/kill`);

  await eventually(async () => expect(await stateOf(id)).toBe('KILLED'));
});

test('a group of a child of a WorkingDirectory, a key that can be none, and a group that there is not are refused when a flow is saved', async () => {
  const type = 'io.kestra.plugin.core.flow.WorkingDirectory';
  const save = async (task: object) => server.request('POST', '/flows', { body: aFlow({ tasks: [task as never] }) });

  const child = await save({ id: 'dir', type, tasks: [{ ...script, workerGroup: { key: 'gpu' } }] });
  const key = await save({ ...script, workerGroup: { key: 'not good' } });
  const fallback = await save({ ...script, workerGroup: { key: 'gpu', fallback: 'HOPE' } });

  const unknown = await save({ ...script, workerGroup: { key: 'gpu' } });

  expect([child, key, fallback, unknown].map(({ status }) => status)).toEqual([422, 422, 422, 422]);
  expect(unknown.json._embedded.errors).toEqual([
    expect.objectContaining({
      path: 'tasks[0].workerGroup.key',
      message: expect.stringContaining("worker group 'gpu' does not exist"),
    }),
  ]);
  expect(child.text).toContain('Cannot set a Worker Group in any WorkingDirectory sub-tasks');
});
