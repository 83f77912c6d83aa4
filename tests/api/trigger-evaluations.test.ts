/** What came of each evaluation of a trigger, as its history shows it; real seconds. */
import { aFlow, eventually, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

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
  readonly reason: string;
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

test('dates that go alike and start nothing are one entry, those that start something have their own', async () => {
  const { once, tenant } = await enter({ when: '{{ false }}' });
  await once(([last]) => expect(last).toMatchObject({ outcome: 'SKIPPED', reason: 'The conditions do not hold' }));
  await once(([last], total) => {
    expect(total).toBe(1);
    expect(last?.count).toBeGreaterThan(2);
  });

  await server.call('PUT', '/flows/team/timed', {
    tenant,
    body: aFlow({ id: 'timed', namespace: 'team', triggers: [{ ...everySecond, when: "{{ fromJson('{') }}" }] }),
  });

  const [last, before] = await once((entries) =>
    expect(entries.slice(0, 2).map(({ outcome, count }) => [outcome, count])).toEqual(Array(2).fill(['FAILED', 1])),
  );
  expect(last!.executionId).not.toBe(before!.executionId);
});

test('the history goes when the trigger is forgotten, and with its flow', async () => {
  const { tenant, path, save, statusOf, once } = await enter({ when: '{{ false }}' });
  const [before] = await once(([last]) => expect(last?.count).toBeGreaterThan(1));

  await server.call('DELETE', path, { tenant });

  await eventually(async () => expect(await statusOf()).toBe(200));
  await once((entries, total) => {
    expect(total).toBe(1);
    expect(entries[0]!.firstDate > before!.date).toBe(true);
  });
  await server.call('DELETE', '/flows/team/timed', { tenant });
  await eventually(async () => expect(await statusOf()).toBe(404));
  await save({ cron: '0 0 0 1 1 *' });
  await once((_, total) => expect(total).toBe(0));
});

const reasons = (entries: readonly Entry[]) =>
  entries.map(({ outcome, reason, count }) => `${count} × ${outcome}: ${reason}`);

describe('of a flow trigger', () => {
  const flowTrigger = 'io.kestra.plugin.core.trigger.Flow';

  /** A tenant with flows to be heard and one that hears them; `hear` runs one of the former. */
  async function enterListening(trigger: object, parts: object = {}) {
    const tenant = await server.newTenant();
    const save = (flow: string) => server.call('POST', '/flows', { tenant, body: flow });
    const listener = (more: object = {}) =>
      aFlow({
        id: 'down',
        namespace: 'down',
        triggers: [{ id: 'heard', type: flowTrigger, ...trigger }],
        ...parts,
        ...more,
      });
    await save(aFlow({ id: 'a', namespace: 'up' }));
    await save(aFlow({ id: 'b', namespace: 'up' }));
    await save(listener());
    const hear = (flow: string): Promise<{ id: string }> =>
      server.call('POST', `/executions/up/${flow}?wait=true`, { tenant, body: new FormData() });
    const path = '/triggers/down/down/heard/evaluations';
    const once = (check: (results: readonly Entry[]) => void) =>
      eventually(async () => {
        const { results }: { results: readonly Entry[] } = await server.call('GET', path, { tenant });
        check(results);
        return results;
      });
    const status = async () => (await server.request('GET', path, { tenant })).status;
    const change = (more: object) => server.call('PUT', '/flows/down/down', { tenant, body: listener(more) });
    return { tenant, hear, once, status, change };
  }
  const ofA = { type: 'io.kestra.plugin.core.condition.ExecutionFlow', namespace: 'up', flowId: 'a' };

  test('what it starts and what it passes over are entries', async () => {
    const { tenant, hear, once } = await enterListening({ conditions: [ofA] });

    await hear('b');
    await hear('b');
    await once((entries) => expect(reasons(entries)).toEqual(['2 × SKIPPED: The conditions do not hold']));
    await hear('a');

    const [fired] = await once((entries) => expect(entries).toHaveLength(2));
    const { results } = await server.call('GET', '/executions?namespace=down&flowId=down', { tenant });
    expect(results.map(({ id }: { id: string }) => id)).toEqual([fired!.executionId]);
    expect(fired).toMatchObject({ outcome: 'FIRED', reason: `Started execution '${fired!.executionId}'`, count: 1 });
  });

  test('inputs that cannot be rendered are named beside the execution that failed for them', async () => {
    const { hear, once } = await enterListening(
      { conditions: [ofA], inputs: { given: '{{ outputs.none.value }}' } },
      { inputs: [{ id: 'given', type: 'STRING' }] },
    );

    await hear('a');

    const [failed] = await once((entries) => expect(entries).toHaveLength(1));
    expect(failed).toMatchObject({ outcome: 'FAILED', executionId: expect.any(String) });
    expect(reasons([failed!])[0]).toMatch(/^1 × FAILED: The inputs of trigger 'heard' cannot be rendered: .*none/);
  });

  test('a window says what it waits for', async () => {
    const flows = ['a', 'b'].map((flowId) => ({ namespace: 'up', flowId, states: ['SUCCESS'] }));
    const { hear, once } = await enterListening({ preconditions: { id: 'both', flows } });

    await hear('a');
    await once((entries) => expect(reasons(entries)).toEqual(["1 × SKIPPED: The window waits for 'up.b'"]));
    await hear('b');

    await once(([last]) => expect(last).toMatchObject({ outcome: 'FIRED' }));
  });

  test('a condition that cannot be told is a reason to pass over', async () => {
    const expression = "{{ fromJson('{') }}";
    const { hear, once } = await enterListening({ conditions: [ofA], when: expression });

    await hear('a');

    await once(([last]) => expect(last).toMatchObject({ outcome: 'SKIPPED' }));
    await once((entries) => expect(reasons(entries)[0]).toMatch(/^1 × SKIPPED: The conditions do not hold: ./));
  });

  test('nothing tells of executions that it may not hear', async () => {
    const { tenant, hear, once } = await enterListening({ conditions: [ofA] });
    await server.call('PUT', '/namespaces/up', {
      tenant,
      body: { id: 'up', allowedNamespaces: [{ namespace: 'elsewhere' }] },
    });
    await hear('a');
    await server.call('PUT', '/namespaces/up', {
      tenant,
      body: { id: 'up', allowedNamespaces: [{ namespace: 'down' }] },
    });

    await hear('a');

    const entries = await once((all) => expect(all.length).toBeGreaterThan(0));
    expect(entries.map(({ outcome }) => outcome)).toEqual(['FIRED']);
  });

  test('its history goes with it, not with a change of its flow', async () => {
    const { hear, once, status, change } = await enterListening({ conditions: [ofA] });
    await hear('b');
    await once((entries) => expect(entries).toHaveLength(1));

    await change({ description: 'changed' });
    await hear('b');
    await once(([last]) => expect(last?.count).toBe(2));
    await change({ triggers: [] });
    expect(await status()).toBe(404);

    await change({});
    await once((entries) => expect(entries).toEqual([]));
  });
});

describe('of a webhook', () => {
  /** A tenant with a flow behind this webhook. */
  async function enterHooked(trigger: object, parts: object = {}) {
    const tenant = await server.newTenant();
    const hook = { id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 'the-key', ...trigger };
    await server.call('POST', '/flows', {
      tenant,
      body: aFlow({ id: 'hooked', namespace: 'team', triggers: [hook], ...parts }),
    });
    const call = (body: object, key = 'the-key') =>
      server.request('POST', `/executions/webhook/team/hooked/${key}`, { tenant, as: null, body });
    const once = (check: (results: readonly Entry[]) => void) =>
      eventually(async () => {
        const { results } = await server.call('GET', '/triggers/team/hooked/hook/evaluations', { tenant });
        check(results);
      });
    return { call, once };
  }

  test('each call with its key is an entry that says what came of it', async () => {
    const when = {
      conditions: [{ type: 'io.kestra.plugin.core.condition.Expression', expression: '{{ trigger.body.go }}' }],
    };
    const { call, once } = await enterHooked(
      { ...when, inputs: { count: '{{ trigger.body.count }}' } },
      {
        inputs: [{ id: 'count', type: 'INT', required: false }],
      },
    );

    await call({ go: true }, 'another-key');
    for (let calls = 0; calls < 2; calls += 1) await call({ go: false, count: 1 });
    const { id } = (await call({ go: true, count: 1 })).json;
    const broken = (await call({ go: true, count: 'many' })).json;

    await once((entries) =>
      expect(entries).toMatchObject([
        { outcome: 'FAILED', reason: expect.stringContaining('count'), executionId: broken.id },
        { outcome: 'FIRED', reason: `Started execution '${id}'`, executionId: id },
        { outcome: 'SKIPPED', reason: 'The conditions do not hold', count: 2 },
      ]),
    );
  });

  test('so is one whose signature is wrong, though the caller is not told', async () => {
    const { call, once } = await enterHooked({ signature: { secret: 'known to two', header: 'x-signature' } });

    expect((await call({})).status).toBe(404);

    await once((entries) => expect(reasons(entries)).toEqual(['1 × FAILED: The signature of the call is not right']));
  });
});

test('of a trigger that is not there, or may not be seen, no history is shown', async () => {
  const { tenant, path, once } = await enter({ when: '{{ false }}' });
  await once((entries) => expect(entries).toHaveLength(1));
  const stranger = await server.newTenant();
  const status = async (of: string, at: string) => (await server.request('GET', at, { tenant: of })).status;

  expect(await status(tenant, '/triggers/team/timed/other/evaluations')).toBe(404);
  expect(await status(stranger, `${path}/evaluations`)).toBe(404);
});
