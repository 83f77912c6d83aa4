/** Triggers that ask a server again and again; real seconds, since the clock of a running server cannot be moved. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { aFlow, eventually, listenOnLoopback, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

const type = 'io.kestra.plugin.core.http.Trigger';
const configuration = { 'kestra.http.allowed-addresses': '127.0.0.1' };
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit', configuration });
  return () => server.stop();
});

/** A server that answers as `say` does; `asked` counts. */
async function serve(say: (asked: number, response: ServerResponse) => void) {
  const seen = { asked: 0, headers: [] as unknown[] };
  const outside: Server = createServer((request, response) => {
    seen.asked += 1;
    seen.headers.push(request.headers['x-key']);
    say(seen.asked, response);
  });
  const uri = `http://127.0.0.1:${await listenOnLoopback(outside)}/stock`;
  onTestFinished(() => {
    outside.closeAllConnections();
    outside.close();
  });
  return Object.assign(seen, { uri });
}

/** A tenant with a flow under this trigger. */
async function enter(trigger: object, parts: object = {}) {
  const tenant = await server.newTenant();
  return { tenant, ...(await save(server, tenant, trigger, parts)) };
}

/** The trigger looks each second. */
async function save(on: TestServer, tenant: string | undefined, trigger: object, parts: object = {}) {
  const triggers = [{ id: 'look', type, interval: 'PT1S', ...trigger }];
  const body = aFlow({ id: 'polled', namespace: 'team', triggers, ...parts });
  await on.call('POST', '/flows', { ...(tenant !== undefined && { tenant }), body });
  return looks(on, tenant);
}

function looks(on: TestServer, tenantId: string | undefined) {
  const of = tenantId === undefined ? {} : { tenant: tenantId };
  const state = async () => (await on.call('GET', '/triggers/team/polled', of)).results[0];
  /** Once its last evaluation has gone like this. */
  const evaluated = (outcome: string) =>
    eventually(
      async () => {
        const found = await state();
        expect(found?.lastEvaluation?.outcome).toBe(outcome);
        return found;
      },
      { timeoutMs: 15_000 },
    );
  const executions = async () =>
    (await on.call('GET', '/executions/search?filters[flowId][EQUALS]=polled&size=100', of)).results;
  /** Once there are so many, ended. */
  const started = (count: number) =>
    eventually(
      async () => {
        const found = await executions();
        expect(found.length).toBeGreaterThanOrEqual(count);
        for (const execution of found) expect(execution.state.current).toMatch(/SUCCESS|FAILED/);
        return found.reverse();
      },
      { timeoutMs: 20_000 },
    );
  return { state, evaluated, executions, started };
}

const stock = (left: number) => JSON.stringify({ left });

test('each answer that is wanted starts one execution, which sees it; the others start none', async () => {
  const outside = await serve((asked, response) => response.setHeader('x-shop', 'eu').end(stock(asked % 2)));
  const { started, evaluated } = await enter(
    {
      uri: outside.uri,
      headers: { 'X-Key': '{{ flow.id }}' },
      responseCondition: '{{ fromJson(response.body).left == 0 and response.headers["x-shop"][0] == "eu" }}',
      inputs: { left: '{{ fromJson(trigger.body).left }}' },
      labels: { code: '{{ trigger.code }}' },
    },
    { inputs: [{ id: 'left', type: 'INT' }] },
  );

  expect(await evaluated('SKIPPED')).toMatchObject({
    kind: 'POLLING',
    lastEvaluation: { reason: "The server answered with status 200, for which 'responseCondition' is not true" },
  });
  const executions = await started(2);

  for (const { inputs, labels, trigger } of executions) {
    expect(inputs).toEqual({ left: 0 });
    expect(labels).toContainEqual({ key: 'code', value: '200' });
    expect(trigger).toMatchObject({
      id: 'look',
      type,
      variables: { code: 200, body: stock(0), uri: outside.uri, headers: { 'x-shop': ['eu'] } },
    });
  }
  expect(executions.length).toBeLessThanOrEqual(Math.ceil(outside.asked / 2));
  expect(outside.headers).toContain('polled');
});

test('a secret that it asks with is hidden in what it found, and known to the execution', async () => {
  const outside = await serve((_, response) => response.end('{"said":"key-4711-canary"}'));
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/team/secrets', { tenant, body: { key: 'KEY', value: 'key-4711-canary' } });
  const message = 'found {{ trigger.body }} of {{ trigger.body | length }}';
  const say = { id: 'say', type: 'io.kestra.plugin.core.log.Log', message };

  const trigger = { uri: `${outside.uri}?key={{ secret('KEY') }}` };
  const { started } = await save(server, tenant, trigger, { tasks: [say] });

  const [execution] = await started(1);
  expect(execution.trigger.variables).toMatchObject({
    uri: `${outside.uri}?key=********`,
    body: '{"said":"********"}',
  });
  const logs = await server.call('GET', `/logs/${execution.id}`, { tenant });
  const messages = logs.map((line: { message: string }) => line.message);
  expect(messages).toContain('found {"said":"********"} of 26');
});

test('it waits for the execution that it started, and looks again when that is over', async () => {
  const outside = await serve((_, response) => response.end(stock(0)));
  const { tenant, state, evaluated, executions } = await enter({ uri: outside.uri }, { tasks: [sleepTask('PT1H')] });
  const { executionId } = await evaluated('FIRED');
  expect(await state()).toMatchObject({ locked: true, executionId });
  const { results } = await server.call('GET', '/triggers/search', { tenant });
  expect(results[0].state).toMatchObject({ locked: true, kind: 'POLLING' });
  expect(await executions()).toHaveLength(1);
  expect(outside.asked).toBe(1);

  await server.call('DELETE', `/executions/${executionId}/kill`, { tenant });

  await eventually(async () => expect(await executions()).toHaveLength(2), { timeoutMs: 15_000 });
  expect(outside.asked).toBe(2);
});

test('what fails is shown in its state, and makes an execution that FAILED where that is asked for', async () => {
  const quiet = await enter({ uri: 'http://127.0.0.2:4711/' });
  const loud = await enter({ uri: 'http://127.0.0.2:4711/', failOnTriggerError: true });
  const reason =
    "Connections to '127.0.0.2' are not allowed: open its address range with kestra.http.allowed-addresses";

  expect((await quiet.evaluated('FAILED')).lastEvaluation.reason).toBe(reason);
  expect(await quiet.executions()).toEqual([]);
  const [execution] = await loud.started(1);
  expect(execution.state.current).toBe('FAILED');
  const logs = await server.call('GET', `/logs/${execution.id}`, { tenant: loud.tenant });
  expect(logs.map(({ message }: { message: string }) => message)).toContain(reason);
});

test('a status fails a look only when it is not among those that are allowed', async () => {
  const outside = await serve((_, response) => response.writeHead(404).end());
  const open = await enter({ uri: outside.uri, responseCondition: '{{ response.statusCode == 404 }}' });
  const strict = await enter({ uri: outside.uri, options: { allowedResponseCodes: [200] } });

  await open.started(1);
  expect((await strict.evaluated('FAILED')).lastEvaluation.reason).toBe('The server answered with status 404');
  const options = { allowFailed: false };
  const triggers = [{ id: 'look', type, uri: outside.uri, options }];
  const [{ deprecationPaths }] = await server.call('POST', '/flows/validate', {
    tenant: open.tenant,
    body: aFlow({ triggers }),
  });
  expect(deprecationPaths).toEqual(['triggers[0].options.allowFailed']);
});

test('with stopAfter it is switched off once one of its executions has ended so', async () => {
  const outside = await serve((_, response) => response.end(stock(0)));
  const { state, executions } = await enter({ uri: outside.uri, stopAfter: ['SUCCESS'] });

  await eventually(async () => expect(await state()).toMatchObject({ disabled: true }), { timeoutMs: 15_000 });

  expect(await executions()).toHaveLength(1);
  expect(outside.asked).toBe(1);
});

test('switched off it does not ask; switched on, begun anew and after being forgotten it asks at once', async () => {
  const outside = await serve((_, response) => response.writeHead(404).end());
  const { tenant, state, evaluated } = await enter({ uri: outside.uri, interval: 'PT24H' });
  const name = { namespace: 'team', flowId: 'polled', triggerId: 'look' };
  await evaluated('SKIPPED');
  await server.call('PUT', '/triggers', { tenant, body: { ...name, disabled: true } });
  expect((await state()).nextExecutionDate).toBeUndefined();

  await server.call('PUT', '/triggers', { tenant, body: { ...name, disabled: false } });
  await eventually(() => expect(outside.asked).toBe(2));
  await eventually(async () => expect(Date.parse((await state()).nextExecutionDate)).toBeGreaterThan(Date.now()));
  await server.call('POST', '/triggers/team/polled/look/restart', { tenant });
  await eventually(() => expect(outside.asked).toBe(3));
  await eventually(async () => expect(Date.parse((await state()).nextExecutionDate)).toBeGreaterThan(Date.now()));
  await server.call('DELETE', '/triggers/team/polled/look', { tenant });

  await eventually(() => expect(outside.asked).toBe(4));
  const backfill = { start: '2026-01-01T00:00:00Z' };
  expect(
    (await server.request('PUT', '/triggers/backfill/create', { tenant, body: { ...name, backfill } })).status,
  ).toBe(409);
});

test('what another tenant polls can neither be seen nor changed', async () => {
  const outside = await serve((_, response) => response.end(stock(0)));
  const owner = await enter({ uri: outside.uri });
  await owner.started(1);
  const stranger = await server.newTenant();

  expect((await server.call('GET', '/triggers/search', { tenant: stranger })).results).toEqual([]);
  expect((await server.call('GET', '/triggers/team/polled', { tenant: stranger })).results).toEqual([]);
  for (const [method, path] of [
    ['POST', '/triggers/team/polled/look/unlock'],
    ['POST', '/triggers/team/polled/look/restart'],
    ['DELETE', '/triggers/team/polled/look'],
  ] as const)
    expect((await server.request(method, path, { tenant: stranger })).status, path).toBe(404);
});

test('a tenant that is suspended does not look; another one does, and so does it when it goes on', async () => {
  const [own, other] = [await serve((_, response) => response.end()), await serve((_, response) => response.end())];
  const never = { responseCondition: '{{ false }}' };
  const { tenant, evaluated } = await enter({ uri: own.uri, ...never });
  await enter({ uri: other.uri, ...never });
  await evaluated('SKIPPED');
  const asksOn = (seen: { asked: number }) => {
    const before = seen.asked;
    return eventually(() => expect(seen.asked).toBeGreaterThan(before + 1), { timeoutMs: 15_000 });
  };

  await server.call('POST', `/tenants/${tenant}/suspend`, { body: {} });
  await asksOn(other);
  const asked = own.asked;
  await asksOn(other);

  expect(own.asked).toBe(asked);
  await server.call('POST', `/tenants/${tenant}/resume`, { body: { missedSchedules: 'NONE' } });
  await asksOn(own);
});

test('a server that is killed between two looks goes on with them, and starts nothing twice', async () => {
  const outside = await serve((_, response) => response.end(stock(0)));
  const first = await startServer({ kind: 'process' });
  const { started } = await save(first, undefined, { uri: outside.uri });
  await started(2);
  await first.kill9();
  const before = outside.asked;

  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });

  const { executions } = looks(second, undefined);
  await eventually(() => expect(outside.asked).toBeGreaterThan(before + 1), { timeoutMs: 20_000 });
  const all = await executions();
  expect(all.length).toBeLessThanOrEqual(outside.asked);
  expect(all.length).toBeGreaterThanOrEqual(before);
  await second.stop();
  await first.stop();
});

test('intervals that are none, and triggers of other kinds, are refused by name', async () => {
  const tenant = await server.newTenant();
  const triggers = [
    { id: 'busy', type, uri: 'https://example.com', interval: 'PT0.1S' },
    { id: 'rendered', type, uri: 'https://example.com', interval: '{{ vars.often }}' },
    { id: 'dated', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '@daily', interval: 'PT1M' },
    { id: 'endless', type: 'io.kestra.plugin.kafka.RealtimeTrigger', topic: 'orders' },
  ];

  const [{ constraints }] = await server.call('POST', '/flows/validate', { tenant, body: aFlow({ triggers }) });

  for (const text of [
    "triggers[0].interval: 'PT0.1S' is not an ISO-8601 duration of a second or more",
    'triggers[1].interval: must be written out',
    'triggers[2].interval: must be null: only triggers that look for something again and again have an interval',
    'Invalid type: io.kestra.plugin.kafka.RealtimeTrigger',
  ])
    expect(constraints).toContain(text);
});
