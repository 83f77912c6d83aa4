/** What came of each evaluation of a trigger, as its history shows it; real seconds. */
import { aFlow, eventually, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const schedule = 'io.kestra.plugin.core.trigger.Schedule';
const everySecond = { id: 'tick', type: schedule, cron: '* * * * * *', withSeconds: true };
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'kestra.triggers.keep-evaluations': 3 },
  });
  return () => server.stop();
});

interface Entry {
  readonly date: string;
  readonly firstDate: string;
  readonly count: number;
  readonly outcome: string;
  readonly executionId: string;
  readonly scheduledDate: string;
  readonly durationMs: number;
}

/** A tenant with a flow under this schedule. */
async function enter(trigger: object) {
  const tenant = await server.newTenant();
  const save = (changed: object) =>
    server.call('POST', '/flows', {
      tenant,
      body: aFlow({ id: 'timed', namespace: 'team', triggers: [{ ...everySecond, ...changed }] }),
    });
  await save(trigger);
  const path = '/triggers/team/timed/tick';
  const history = (query = '') => server.call('GET', `${path}/evaluations${query}`, { tenant });
  const statusOf = async () => (await server.request('GET', `${path}/evaluations`, { tenant })).status;
  /** The history once this holds of it. */
  const once = (check: (results: readonly Entry[], total: number) => void) =>
    eventually(
      async () => {
        const { results, total }: { results: readonly Entry[]; total: number } = await history();
        check(results, total);
        return results;
      },
      { timeoutMs: 20_000 },
    );
  return { tenant, path, save, history, statusOf, once };
}

test('each execution that a schedule starts is an entry, the newest first, of which the last are kept', async () => {
  const { tenant, history, once } = await enter({});
  const executions = async () =>
    (await server.call('GET', '/executions/search?size=100', { tenant })).results.map(({ id }: { id: string }) => id);
  await eventually(async () => expect((await executions()).length).toBeGreaterThan(4), { timeoutMs: 20_000 });

  const results = await once((entries) => expect(entries).toHaveLength(3));

  const dates = results.map(({ date }) => Date.parse(date));
  expect(dates).toEqual(dates.toSorted((a, b) => b - a));
  const known = await executions();
  for (const { executionId, scheduledDate, date, firstDate, durationMs, ...rest } of results) {
    expect(known).toContain(executionId);
    expect(rest).toEqual({ outcome: 'FIRED', reason: `Started execution '${executionId}'`, count: 1 });
    expect(Date.parse(scheduledDate)).toBeLessThanOrEqual(Date.parse(date));
    expect(firstDate).toBe(date);
    expect(durationMs).toBeGreaterThanOrEqual(0);
  }
  await server.call('PUT', '/triggers/set-disabled', {
    tenant,
    body: { namespace: 'team', flowId: 'timed', triggerId: 'tick', disabled: true },
  });
  const all = (await history()).results;
  expect(await history('?page=2&size=2')).toEqual({ results: [all[2]], total: 3 });
});

test('dates that go alike are one entry, also while its flow is changed back and forth', async () => {
  const { once, tenant } = await enter({ when: '{{ false }}' });
  await once(([last]) => expect(last).toMatchObject({ outcome: 'SKIPPED', reason: 'The conditions do not hold' }));
  await once(([last], total) => expect([total, last?.count]).toEqual([1, 3]));

  await server.call('PUT', '/flows/team/timed', {
    tenant,
    body: aFlow({ id: 'timed', namespace: 'team', triggers: [{ ...everySecond, when: "{{ fromJson('{') }}" }] }),
  });

  const [failed, skipped] = await once(([last]) => expect(last).toMatchObject({ outcome: 'FAILED', count: 2 }));
  expect(Date.parse(failed!.date)).toBeGreaterThan(Date.parse(failed!.firstDate));
  expect(skipped!.outcome).toBe('SKIPPED');
});

test('the history goes when the trigger is forgotten, and with its flow', async () => {
  const { tenant, path, save, statusOf, once } = await enter({ when: '{{ false }}' });
  await once(([last]) => expect(last?.count).toBeGreaterThan(1));

  await server.call('DELETE', path, { tenant });

  await eventually(async () => expect(await statusOf()).toBe(200));
  await once(([last]) => expect(last?.count).toBe(1));
  await server.call('DELETE', '/flows/team/timed', { tenant });
  await eventually(async () => expect(await statusOf()).toBe(404));
  await save({ cron: '0 0 0 1 1 *' });
  await once((_, total) => expect(total).toBe(0));
});

test('of a trigger that is not there, or may not be seen, no history is shown', async () => {
  const { tenant, path, once } = await enter({ when: '{{ false }}' });
  await once((entries) => expect(entries).toHaveLength(1));
  const stranger = await server.newTenant();
  const status = async (of: string, at: string) => (await server.request('GET', at, { tenant: of })).status;

  expect(await status(tenant, '/triggers/team/timed/other/evaluations')).toBe(404);
  expect(await status(stranger, `${path}/evaluations`)).toBe(404);
});
