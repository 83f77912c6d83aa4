/** Two servers behind a proxy through which no notice passes: what is changed at one is in force at the other. */
import { aFlow, eventually, returnTask, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from './several-servers.ts';

const cluster = sharedCluster({ isPooled: true, tenancy: 'mixed' });
const triggers = 'io.kestra.plugin.core.trigger';
/** As many as it takes for both servers to have some of them. */
const many = Array.from({ length: 12 }, (_, index) => index);
let one: TestServer;
let other: TestServer;

beforeAll(async () => {
  one = await cluster().start();
  other = await cluster().start();
  await eventually(async () => expect(await cluster().shares()).toEqual([32, 32]), { timeoutMs: 30_000 });
});
afterAll(() => Promise.all([one, other].map((server) => server?.stop())));

const schedule = { id: 'often', type: `${triggers}.Schedule`, cron: '* * * * * *', withSeconds: true };

async function startedOf(tenant: string, flowId: string): Promise<readonly { trigger: { variables: unknown } }[]> {
  const path = `/executions/search?filters[flowId][EQUALS]=${flowId}&size=100`;
  return (await other.call('GET', path, { tenant })).results;
}

/** In shards that lie apart: names that differ in their last letter lie side by side. */
const scheduled = many.map((index) => `scheduled-${index}x`);

async function saveSchedules(tenant: string): Promise<void> {
  for (const id of scheduled) {
    await one.call('POST', '/flows', { tenant, body: aFlow({ id, triggers: [schedule] }) });
  }
}

test('schedules that are made at one server start executions, whichever server is to fire them', async () => {
  const tenant = await one.newTenant();
  await saveSchedules(tenant);

  await eventually(async () => {
    for (const id of scheduled) expect(await startedOf(tenant, id)).not.toEqual([]);
  });

  await one.call('POST', `/tenants/${tenant}/suspend`, { body: {} });
});

test('a flow trigger that is made at one server hears of executions of the other one', async () => {
  const tenant = await one.newTenant();
  await one.call('POST', '/flows', { tenant, body: aFlow({ id: 'heard', tasks: [returnTask('a', 'a')] }) });
  const trigger = { id: 'after', type: `${triggers}.Flow`, states: ['SUCCESS'] };
  await one.call('POST', '/flows', { tenant, body: aFlow({ id: 'listener', triggers: [trigger] }) });

  await eventually(
    async () => {
      const path = '/executions/company.team/heard?wait=true';
      const started = await Promise.all(many.map(() => other.call('POST', path, { tenant })));
      await eventually(
        async () => {
          const told = (await startedOf(tenant, 'listener')).map(({ trigger: { variables } }) => variables);
          for (const { id } of started) expect(told).toContainEqual(expect.objectContaining({ executionId: id }));
        },
        { timeoutMs: 3_000 },
      );
    },
    { timeoutMs: 20_000 },
  );
});

test('a right that is given or taken at one server is so at the other one', async () => {
  const tenant = await one.newTenant();
  await one.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow' }) });
  const user = await one.call('POST', '/users', { body: { username: 'user', tenants: [tenant] } });
  const { fullToken: token } = await one.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  const statusAtOther = async (): Promise<number> =>
    (await other.request('GET', '/flows/company.team/flow', { tenant, as: { token } })).status;
  expect(await statusAtOther()).toBe(403);

  const body = { type: 'USER', externalId: user.id, roleId: `viewer_${tenant}` };
  const binding = await one.call('POST', '/bindings', { tenant, body });
  await eventually(async () => expect(await statusAtOther()).toBe(200));
  await one.call('DELETE', `/bindings/${binding.id}`, { tenant });
  await eventually(async () => expect(await statusAtOther()).toBe(403));
});

test("the network that a tenant's scripts get at one server is theirs at the other one", async () => {
  const tenant = await one.newTenant();
  const commands = ['echo "::{\\"outputs\\":{\\"proxy\\":\\"${HTTP_PROXY:-none}\\"}}::"'];
  const script = { id: 'script', type: 'io.kestra.plugin.scripts.shell.Commands', commands };
  for (const id of scheduled) await one.call('POST', '/flows', { tenant, body: aFlow({ id, tasks: [script] }) });
  const seen = (): Promise<readonly string[]> =>
    Promise.all(
      scheduled.map(async (id) => {
        const { taskRunList } = await other.call('POST', `/executions/company.team/${id}?wait=true`, { tenant });
        return taskRunList[0].outputs.vars.proxy as string;
      }),
    );
  const choose = (scriptNetwork: string) =>
    one.call('PUT', `/tenants/${tenant}`, { body: { name: tenant, scriptNetwork } });
  expect(new Set(await seen())).toEqual(new Set(['http://127.0.0.1:3128']));

  await choose('none');

  await eventually(async () => expect(new Set(await seen())).toEqual(new Set(['none'])), { timeoutMs: 20_000 });
});

test('a tenant that is suspended at one server stands still at the other one, and goes on at both', async () => {
  const tenant = await one.newTenant();
  await saveSchedules(tenant);
  const count = async (): Promise<number> => (await other.call('GET', '/executions/search', { tenant })).total;
  await eventually(async () => expect(await count()).toBeGreaterThan(many.length));

  await one.call('POST', `/tenants/${tenant}/suspend`, { body: {} });

  const run = () => other.request('POST', '/executions/company.team/scheduled-0x', { tenant });
  await eventually(async () => expect((await run()).status).toBe(423));
  await eventually(
    async () => {
      const [before, at] = [await count(), Date.now()];
      await eventually(() => expect(Date.now()).toBeGreaterThan(at + 2_500));
      expect(await count()).toBe(before);
    },
    { timeoutMs: 12_000 },
  );
  const stood = await count();
  await one.call('POST', `/tenants/${tenant}/resume`, { body: {} });
  await eventually(async () => expect(await count()).toBeGreaterThan(stood + many.length));
  await one.call('POST', `/tenants/${tenant}/suspend`, { body: {} });
});
