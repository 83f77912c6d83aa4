/** A trigger is locked while the execution that it started runs, and not a moment longer. */
import { aFlow, eventually, logTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const schedule = { id: 'yearly', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '0 0 1 1 *' };
const name = { namespace: 'team', flowId: 'timed', triggerId: 'yearly' };

const timed = (tasks: readonly { id: string; type: string }[], parts: object = {}): string =>
  aFlow({ id: 'timed', namespace: 'team', triggers: [{ ...schedule, ...parts }], tasks });

/** Fires the trigger by making up for one date of each year; answers the first execution. */
async function fire(server: TestServer, lastYear = 2025): Promise<string> {
  const backfill = { start: '2024-12-31T00:00:00Z', end: `${lastYear}-01-02T00:00:00Z` };
  await eventually(async () => expect((await server.call('GET', '/triggers/team/timed')).results).toHaveLength(1));
  await server.call('PUT', '/triggers/backfill/create', { body: { ...name, backfill } });
  return eventually(async () => {
    const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=timed');
    expect(results).toHaveLength(1);
    return results[0].id;
  });
}

/** What both lists say of it. */
async function lock(server: TestServer): Promise<unknown> {
  const [ofFlow] = (await server.call('GET', '/triggers/team/timed')).results;
  const [{ state }] = (await server.call('GET', '/triggers/search?filters[flowId][EQUALS]=timed')).results;
  expect([state.locked, state.executionId]).toEqual([ofFlow.locked, ofFlow.executionId]);
  return { locked: ofFlow.locked, executionId: ofFlow.executionId };
}

const ended = (server: TestServer, id: string, state = 'SUCCESS'): Promise<void> =>
  eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe(state));
const free = { locked: false, executionId: undefined };

test('one whose execution is over is not locked, and cannot be unlocked', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: timed([logTask()]) });

  await ended(server, await fire(server));

  await eventually(async () => expect(await lock(server)).toEqual(free));
  expect((await server.request('POST', '/triggers/team/timed/yearly/unlock')).status).toBe(409);
});

test('one that was switched off, with its flow, while its execution ran is free when that ends', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: timed([sleepTask('PT1H')]) });
  const executionId = await fire(server);
  await eventually(async () => expect(await lock(server)).toEqual({ locked: true, executionId }));

  await server.call('PUT', '/triggers', { body: { ...name, disabled: true } });
  await server.call('POST', '/flows/disable/by-ids', { body: [{ id: 'timed', namespace: 'team' }] });
  await server.call('DELETE', `/executions/${executionId}/kill`);
  await ended(server, executionId, 'KILLED');

  expect(await lock(server)).toEqual(free);
});

test('the end of its execution lets it fire for the next date that it makes up for', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: timed([sleepTask('PT1H')]) });
  const first = await fire(server, 2026);
  await eventually(async () => expect(await lock(server)).toEqual({ locked: true, executionId: first }));

  await server.call('DELETE', `/executions/${first}/kill`);

  await eventually(async () => {
    const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=timed');
    expect(results).toHaveLength(2);
  });
});

test('one that lets its executions overlap is never locked', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: timed([sleepTask('PT1H')], { allowConcurrent: true }) });

  await fire(server);

  expect(await lock(server)).toEqual(free);
});

test('a server that is killed at the end of the execution leaves no lock', async () => {
  const first = await startServer({ kind: 'process' });
  await first.call('POST', '/flows', { body: timed([logTask()]) });
  await ended(first, await fire(first));
  await first.kill9();

  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });

  expect(await lock(second)).toEqual(free);
  await second.stop();
  await first.stop();
});

test('of several that are named, one that does not exist keeps the others as they are', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: timed([logTask()]) });
  await eventually(async () => expect((await server.call('GET', '/triggers/team/timed')).results).toHaveLength(1));
  const absent = { ...name, triggerId: 'absent' };

  for (const [method, path, body] of [
    ['POST', '/triggers/set-disabled/by-triggers', { triggers: [name, absent], disabled: true }],
    ['DELETE', '/triggers/delete/by-triggers', [name, absent]],
  ] as const) {
    const { status, json } = await server.request(method, path, { body });
    expect([status, json.message]).toEqual([400, expect.stringContaining("trigger 'absent' of flow 'team.timed'")]);
  }

  const [state] = (await server.call('GET', '/triggers/team/timed')).results;
  expect(state).toMatchObject({ triggerId: 'yearly', disabled: false });
  expect((await server.request('DELETE', '/triggers/team/timed/absent')).status).toBe(404);
});

test('a schedule that cannot be read says so, and keeps neither its neighbours nor the next server from starting', async () => {
  const first = await startServer({ kind: 'process' });
  const everySecond = { type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * * *', withSeconds: true };
  const triggers = [
    { ...everySecond, id: 'nowhere', timezone: '{{ flow.id }}' },
    { ...everySecond, id: 'tick' },
  ];
  await first.call('POST', '/flows', { body: aFlow({ id: 'timed', namespace: 'team', triggers }) });
  await eventually(async () => {
    const { results } = await first.call('GET', '/triggers/team/timed/nowhere/evaluations');
    expect(results[0]).toMatchObject({ outcome: 'FAILED', reason: expect.stringContaining('flow.id') });
  });
  await first.kill9();

  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });

  const startedAt = new Date().toISOString();
  await eventually(async () => {
    const { total } = await second.call('GET', `/executions/search?startDate=${startedAt}`);
    expect(total).toBeGreaterThan(0);
  });
});
