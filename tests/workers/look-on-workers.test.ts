/** Polling triggers of a worker group: its workers look, for the server that keeps everything else. */
import { createServer } from 'node:http';
import { aFlow, eventually, listenOnLoopback, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { rawWorker, rawWorkerOf, type RawWorker } from './raw-worker.ts';
import { aWorker, newGroup } from './worker-groups.ts';

const type = 'io.kestra.plugin.core.http.Trigger';
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed', configuration: { 'kestra.server.lease.duration': '4s' } });
});
afterAll(() => server.stop());

/** Saves a flow that looks each second, in a tenant of its own unless one is named. */
async function aLook(
  trigger: object,
  { tenant, ...parts }: { readonly tenant?: string; readonly [part: string]: unknown } = {},
) {
  const inTenant = { tenant: tenant ?? (await server.newTenant()) };
  const triggers = [{ id: 'look', type, interval: 'PT1S', uri: 'http://127.0.0.1:1/', ...trigger }];
  const body = aFlow({ id: 'polled', namespace: 'team', triggers, ...parts } as never);
  await server.call('POST', '/flows', { ...inTenant, body });
  const lastEvaluation = async () => {
    const [found] = (await server.call('GET', '/triggers/team/polled', inTenant)).results;
    return found?.lastEvaluation as { readonly outcome: string; readonly reason?: string } | undefined;
  };
  return {
    tenant: inTenant.tenant,
    /** Once its last evaluation went like this. */
    wentLike: (expected: object) =>
      eventually(async () => expect(await lastEvaluation()).toMatchObject(expected), { timeoutMs: 20_000 }),
    executions: async () =>
      (await server.call('GET', '/executions/search?filters[flowId][EQUALS]=polled', inTenant)).results,
  };
}

/** The look that a worker was asked for. */
async function lookOf(worker: RawWorker, nth = 0) {
  return eventually(
    () => {
      const calls = worker.heard.filter(({ t, m }) => t === 'call' && m === 'look');
      expect(calls.length).toBeGreaterThan(nth);
      const { id, a } = calls[nth]!;
      return {
        call: id as number,
        given: a as { readonly run: number; readonly type: string; readonly properties: object },
      };
    },
    { timeoutMs: 20_000 },
  );
}

test('a worker of its group looks, with its own network, and the execution sees what it found', async () => {
  const outside = createServer((_request, response) => response.end('in stock'));
  onTestFinished(() => void outside.close());
  const uri = `http://127.0.0.1:${await listenOnLoopback(outside)}/`;
  const group = await newGroup(server);
  await aWorker(server, group, { configuration: { 'kestra.http.allowed-addresses': '127.0.0.1' } });

  // The server itself may not go there
  const own = await aLook({ uri });
  const there = await aLook(
    {
      uri,
      workerGroup: { key: '{{ vars.group }}' },
      responseCondition: "{{ response.body == kv('WANTED') }}",
      stopAfter: ['SUCCESS'],
    },
    { variables: { group: group.id } },
  );
  await server.call('PUT', '/namespaces/team/kv/WANTED', { tenant: there.tenant, body: '"in stock"' });

  await own.wentLike({ outcome: 'FAILED' });
  const [execution] = await eventually(
    async () => {
      const found = await there.executions();
      expect(found).not.toEqual([]);
      return found;
    },
    { timeoutMs: 20_000 },
  );
  expect(execution.trigger.variables).toMatchObject({ code: 200, body: 'in stock' });
});

test('the nearest group that is named counts, as for tasks', async () => {
  const [ofTrigger, ofFlow, ofNamespace, ofTenant] = await Promise.all(
    Array.from({ length: 4 }, () => newGroup(server)),
  );
  const tenant = await server.newTenant();
  const waitsFor = (group: { readonly id: string } | undefined) => ({
    outcome: 'SKIPPED',
    reason: `The trigger waits for a worker of group '${group!.id}': none is connected`,
  });
  await server.call('PUT', `/tenants/${tenant}`, {
    body: { id: tenant, name: tenant, workerGroup: { key: ofTenant!.id } },
  });

  const look = await aLook({}, { tenant });
  await look.wentLike(waitsFor(ofTenant));
  await server.call('POST', '/namespaces', { tenant, body: { id: 'team', workerGroup: { key: ofNamespace!.id } } });
  await look.wentLike(waitsFor(ofNamespace));
  const change = async (trigger: object, parts: object) => {
    const triggers = [{ id: 'look', type, interval: 'PT1S', uri: 'http://127.0.0.1:1/', ...trigger }];
    const body = aFlow({ id: 'polled', namespace: 'team', triggers, ...parts } as never);
    await server.call('PUT', '/flows/team/polled', { tenant, body });
  };
  await change({}, { workerGroup: { key: ofFlow!.id } });
  await look.wentLike(waitsFor(ofFlow));
  await change({ workerGroup: { key: ofTrigger!.id } }, { workerGroup: { key: ofFlow!.id } });
  await look.wentLike(waitsFor(ofTrigger));
});

test('without a worker the fallback counts: the look fails, is left out, or the server looks', async () => {
  const { id: key } = await newGroup(server);
  const [fails, cancels, ignores] = await Promise.all([
    aLook({ workerGroup: { key, fallback: 'FAIL' }, failOnTriggerError: true }),
    aLook({ workerGroup: { key, fallback: 'CANCEL' }, failOnTriggerError: true }),
    aLook({ workerGroup: { key, fallback: 'IGNORE' } }),
  ]);

  const message = `Worker group '${key}' has no worker that is connected`;
  await fails.wentLike({ outcome: 'FAILED', reason: message });
  await cancels.wentLike({ outcome: 'SKIPPED', reason: `${message}: this look is left out` });
  await ignores.wentLike({ outcome: 'FAILED', reason: expect.not.stringContaining('Worker group') });
  expect((await fails.executions())[0].state.current).toBe('FAILED');
  expect(await cancels.executions()).toEqual([]);
});

test('a group that is for other tenants, or that there is not, is not asked', async () => {
  const allowed = await server.newTenant();
  const group = await newGroup(server, { allowedTenants: [allowed] });
  const worker = await rawWorkerOf(server, group);

  const other = await aLook({ workerGroup: { key: group.id } });
  const missing = await aLook({ workerGroup: { key: "{{ 'nowhere' }}" } });

  const reason = `Worker group '${group.id}' is not available to tenant '${other.tenant}'`;
  await other.wentLike({ outcome: 'FAILED', reason });
  await missing.wentLike({ outcome: 'FAILED', reason: "Worker group 'nowhere' does not exist" });
  expect(worker.heard.filter(({ t }) => t === 'call')).toEqual([]);
});

test('a worker answers for the look that it was asked for, and no longer than that', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const look = await aLook(
    { workerGroup: { key: group.id }, uri: 'https://example.com/{{ vars.item }}' },
    { variables: { item: 7 } },
  );
  const { call, given } = await lookOf(worker);
  const { run } = given;

  expect(given).toMatchObject({ type, properties: { uri: 'https://example.com/7' } });
  expect(given.properties).not.toHaveProperty('workerGroup');
  expect(await worker.ask('render', { run, template: '{{ flow.id }}' })).toMatchObject({ v: 'polled' });
  expect(await worker.ask('files.put', { run, name: 'x' })).toMatchObject({ t: 'failed' });
  worker.say({ t: 'tell', m: 'explain', a: { run, reason: 'nothing there' } });
  worker.say({ t: 'done', id: call, v: null });

  await look.wentLike({ outcome: 'SKIPPED', reason: 'nothing there' });
  expect(await worker.ask('render', { run, template: '{{ flow.id }}' })).toMatchObject({ t: 'failed' });
});

test('what is no result of a trigger, or cannot be kept, starts nothing', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const look = await aLook({ workerGroup: { key: group.id } });

  worker.say({ t: 'done', id: (await lookOf(worker, 0)).call, v: ['a list'] });
  await look.wentLike({ outcome: 'FAILED', reason: 'The worker answered what is no result of a trigger' });
  worker.say({ t: 'done', id: (await lookOf(worker, 1)).call, v: { a: { $bigint: '1' } } });
  await look.wentLike({ outcome: 'FAILED', reason: expect.stringContaining('BigInt') });
  worker.say({ t: 'failed', id: (await lookOf(worker, 2)).call, e: { message: 'no way' } });

  await look.wentLike({ outcome: 'FAILED', reason: 'no way' });
  expect(await look.executions()).toEqual([]);
});

test('a look of a worker that is gone is made again by another, and late news count for nothing', async () => {
  const group = await newGroup(server);
  const first = await rawWorkerOf(server, group);
  const look = await aLook({ workerGroup: { key: group.id }, stopAfter: ['SUCCESS'] });
  const { call } = await lookOf(first);

  first.close();
  const second = await rawWorkerOf(server, group);
  const { call: next } = await lookOf(second);
  second.say({ t: 'done', id: next, v: { by: 'the second' } });
  await look.wentLike({ outcome: 'FIRED' });
  const late = await rawWorker(server.url, group.token);
  late.hello({ resume: { session: first.heard[0]!['session'], received: 1 } });
  await eventually(() => expect(late.heard[0]).toMatchObject({ isResumed: false }));
  late.say({ t: 'done', id: call, v: { by: 'the first' } });

  const executions = await look.executions();
  expect(executions.map(({ trigger }: { trigger: { variables: object } }) => trigger.variables)).toEqual([
    { by: 'the second' },
  ]);
});

test('a group must be there when a flow whose trigger looks is saved; on triggers of the server it counts for nothing', async () => {
  const save = (trigger: object) =>
    server.request('POST', '/flows', { body: aFlow({ triggers: [{ id: 'one', ...trigger }] } as never) });

  const daily = { type: 'io.kestra.plugin.core.trigger.Schedule', cron: '@daily', workerGroup: { key: 'nowhere' } };
  const schedule = await save(daily);
  const warned = await server.call('POST', '/flows/validate', {
    body: aFlow({ triggers: [{ id: 'one', ...daily }] } as never),
  });
  const unknown = await save({ type, uri: 'https://example.com', workerGroup: { key: 'nowhere' } });
  const bad = await save({ type, uri: 'https://example.com', workerGroup: { fallback: 'HOPE' } });

  expect([schedule, unknown, bad].map(({ status }) => status)).toEqual([200, 422, 422]);
  expect(warned[0].warnings).toEqual([expect.stringContaining("'workerGroup' counts for nothing here")]);
  expect(unknown.json._embedded.errors).toEqual([
    expect.objectContaining({
      path: 'triggers[0].workerGroup.key',
      message: expect.stringContaining("'nowhere' does not exist"),
    }),
  ]);
});

test('a group that a trigger names is not deleted under it', async () => {
  const group = await newGroup(server);
  const { tenant } = await aLook({ workerGroup: { key: group.id } });

  const refused = await server.request('DELETE', `/instance/worker-groups/${group.id}`);

  expect(refused.status).toBe(409);
  expect(refused.text).toContain(`flow 'team.polled' of tenant '${tenant}'`);
});
