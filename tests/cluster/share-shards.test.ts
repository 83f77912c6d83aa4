/** Two servers on one database, from outside: whichever is asked, the execution is reached. */
import { createServer } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { aFlow, eventually, listenOnLoopback, returnTask, sleepTask, type TestServer } from '@windhover/testing';
import { beforeAll, afterAll, expect, onTestFinished, test } from 'vitest';
import { sharedCluster } from './several-servers.ts';

const cluster = sharedCluster();
const core = 'io.kestra.plugin.core';
let servers: readonly [TestServer, TestServer];

const path = '/executions/company.team';
const many = Array.from({ length: 12 }, (_, index) => index);

beforeAll(async () => {
  const first = await cluster().start();
  await first.call('POST', '/flows', { body: aFlow({ id: 'short', tasks: [returnTask('a', 'a')] }) });
  const second = await cluster().start();
  servers = [first, second];
  await eventually(async () => expect(await cluster().shares()).toEqual([32, 32]), { timeoutMs: 30_000 });
});
afterAll(() => Promise.all((servers ?? []).map((server) => server.stop())));

const save = (body: string) => servers[0].call('POST', '/flows', { body });
const at = (index: number) => servers[index % 2]!;

async function ended(server: TestServer, id: string) {
  return eventually(
    async () => {
      const execution = await server.call('GET', `/executions/${id}`);
      expect(['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'CANCELLED']).toContain(execution.state.current);
      return execution;
    },
    { timeoutMs: 20_000 },
  );
}

test('executions that are started at either server end, and both answer with them', async () => {
  const started = await Promise.all(many.map((index) => at(index).call('POST', `${path}/short?wait=true`)));
  expect(new Set(started.map(({ state }) => state.current))).toEqual(new Set(['SUCCESS']));
  for (const [index, { id }] of started.entries()) {
    expect((await at(index + 1).call('GET', `/executions/${id}`)).taskRunList).toHaveLength(1);
  }
});

test('a repeat of an idempotency key at the other server answers the first execution', async () => {
  for (const index of many) {
    const headers = { 'Idempotency-Key': `key-${index}` };
    const both = await Promise.all(servers.map((server) => server.call('POST', `${path}/short`, { headers })));
    expect(both[0].id).toBe(both[1].id);
  }
});

test('wrong passwords count together wherever they are given, and a lock and its end hold at once at both', async () => {
  const jane = { username: 'jane@example.com', password: 'Secret-123!' };
  const { id } = await servers[0].call('POST', '/users', { body: { email: jane.username, ...jane } });
  const asJane = (password: string): Promise<readonly number[]> =>
    Promise.all(
      servers.map(async (server) => (await server.request('GET', '/me', { as: { ...jane, password } })).status),
    );
  expect(await asJane(jane.password)).toEqual([200, 200]);

  for (let tries = 0; tries < 5; tries += 1) expect(await asJane(`wrong-${tries}`)).toEqual([401, 401]);

  await eventually(async () => expect(await asJane(jane.password)).toEqual([401, 401]));
  await servers[1].call('PATCH', `/users/${id}/password`, { body: { password: 'Another-456!' } });
  expect(await asJane('Another-456!')).toEqual([200, 200]);
});

test('each message of an agent may reach another server, and each call is answered', async () => {
  const type = `${core}.trigger.McpToolTrigger`;
  const triggers = [{ id: 'tool', type, toolName: 'echo', title: 'Echo', toolDescription: 'Says it again' }];
  const inputs = [{ id: 'text', type: 'STRING' }];
  const outputs = [{ id: 'said', type: 'STRING', value: '{{ inputs.text }}' }];
  await save(aFlow({ id: 'echo', tasks: [returnTask('a', 'a')], inputs, outputs, triggers }));
  let messages = 0;
  const { username, password } = servers[0].admin;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/api/v1/main/mcp/default', servers[0].url), {
      requestInit: { headers: { authorization } },
      fetch: (url, init) => fetch(new URL(new URL(url).pathname, at((messages += 1)).url), init),
    }),
  );
  onTestFinished(() => client.close());

  const answers = await Promise.all(
    many.map((index) => client.callTool({ name: 'echo', arguments: { text: `n${index}` } })),
  );

  expect(answers.map(({ structuredContent }) => structuredContent)).toEqual(
    many.map((index) => ({ said: `n${index}` })),
  );
});

test('a polling trigger looks at one server: each answer starts one execution', async () => {
  const asked = new Map<string, number>();
  const outside = createServer(({ url = '' }, response) => {
    asked.set(url, (asked.get(url) ?? 0) + 1);
    response.end();
  });
  const uri = `http://127.0.0.1:${await listenOnLoopback(outside)}`;
  onTestFinished(() => void outside.close());
  // In shards that lie apart: names that differ in their last letter lie side by side
  const polled = many.map((index) => `polled-${index}x`);
  for (const [index, id] of polled.entries()) {
    const trigger = { id: 'look', type: `${core}.http.Trigger`, uri: `${uri}/${id}`, interval: 'PT1S' };
    await at(index).call('POST', '/flows', { body: aFlow({ id, triggers: [{ ...trigger, allowConcurrent: true }] }) });
  }
  const started = async (id: string): Promise<number> =>
    (await servers[0].call('GET', `/executions/search?filters[flowId][EQUALS]=${id}&size=100`)).total;

  for (const id of polled) {
    await eventually(async () => expect(await started(id)).toBeGreaterThan(2), { timeoutMs: 30_000 });
    // The last look may be under way
    const looks = asked.get(`/${id}`)!;
    expect(await started(id), id).toBeGreaterThanOrEqual(looks - 1);
  }
  for (const id of polled) await servers[0].call('DELETE', `/flows/company.team/${id}`);
});

test('a pause is resumed, and a running execution killed, at whichever server', async () => {
  await save(aFlow({ id: 'pausing', tasks: [{ id: 'pause', type: `${core}.flow.Pause` }, returnTask('b', 'after')] }));
  await save(aFlow({ id: 'endless', tasks: [sleepTask('PT1H')] }));
  const [pausing, endless] = await Promise.all(
    ['pausing', 'endless'].map((flow) => Promise.all(many.map((index) => at(index).call('POST', `${path}/${flow}`)))),
  );
  await Promise.all(
    pausing!.map(async ({ id }, index) => {
      const other = at(index + 1);
      await eventually(async () => expect((await other.call('GET', `/executions/${id}`)).state.current).toBe('PAUSED'));
      await other.call('POST', `/executions/${id}/actions/resume`);
      expect((await ended(other, id)).state.current).toBe('SUCCESS');
    }),
  );
  await Promise.all(
    endless!.map(async ({ id }, index) => {
      const other = at(index + 1);
      await other.call('DELETE', `/executions/${id}/actions/kill`);
      expect((await ended(other, id)).state.current).toBe('KILLED');
    }),
  );
});

test('kill switches that are made at one server are obeyed by all, and what they held goes on', async () => {
  await save(aFlow({ id: 'switched', tasks: [sleepTask('PT1H')] }));
  await save(aFlow({ id: 'held', tasks: [returnTask('a', 'a')] }));
  const make = (flowId: string, evaluationType: string): Promise<{ readonly id: string }> =>
    servers[0].call('POST', '/kill-switches', {
      body: { name: flowId, evaluationType, namespace: 'company.team', flowId, startDate: '2026-01-01T00:00:00Z' },
    });
  const statesOf = (started: readonly { readonly id: string }[]): Promise<readonly string[]> =>
    Promise.all(started.map(async ({ id }) => (await servers[1].call('GET', `/executions/${id}`)).state.current));
  const all = (state: string): readonly string[] => many.map(() => state);
  const running = await Promise.all(many.map((index) => at(index).call('POST', `${path}/switched`)));
  await eventually(async () => expect(await statesOf(running)).toEqual(all('RUNNING')));

  await make('switched', 'KILL');
  const { id } = await make('held', 'IGNORE');
  const held = await eventually(async () => {
    const started = await Promise.all(many.map((index) => at(index).call('POST', `${path}/held`)));
    expect(await statesOf(started)).toEqual(all('QUEUED'));
    return started;
  });
  await eventually(async () => expect(await statesOf(running)).toEqual(all('KILLED')));
  await servers[1].call('DELETE', `/kill-switches/${id}`);

  await eventually(async () => expect(await statesOf(held)).toEqual(all('SUCCESS')));
});

test('a limit holds across servers, and parents in other shards hear of the ends under it', async () => {
  await save(aFlow({ id: 'limited', concurrency: { limit: 2 }, tasks: [sleepTask('PT0.05S')] }));
  const call = { id: 'call', type: `${core}.flow.Subflow`, namespace: 'company.team', flowId: 'limited' };
  await save(aFlow({ id: 'calling', tasks: [call, returnTask('b', 'after')] }));
  const started = await Promise.all(many.map((index) => at(index).call('POST', `${path}/calling`)));
  const all = await Promise.all(started.map(({ id }, index) => ended(at(index + 1), id)));
  expect(all.map(({ state }) => state.current)).toEqual(many.map(() => 'SUCCESS'));

  const children = await servers[1].call('GET', '/executions/search?filters[flowId][EQUALS]=limited&size=100');
  const runs: { start: number; end: number }[] = children.results.map(
    (child: { state: { histories: { state: string; date: string }[] } }) => {
      const dateOf = (name: string) => Date.parse(child.state.histories.find(({ state }) => state === name)!.date);
      return { start: dateOf('RUNNING'), end: dateOf('SUCCESS') };
    },
  );
  expect(runs).toHaveLength(many.length);
  for (const { start } of runs) {
    expect(runs.filter((run) => run.start <= start && start < run.end).length).toBeLessThanOrEqual(2);
  }
});

test('pages that follow an execution at the other server see its changes and its end', async () => {
  await save(aFlow({ id: 'seen', tasks: [sleepTask('PT0.5S'), returnTask('b', 'after')] }));
  const started = await Promise.all(many.slice(0, 6).map((index) => at(index).call('POST', `${path}/seen`)));
  await Promise.all(
    started.map(async ({ id }, index) => {
      const { text } = await at(index + 1).request('GET', `/executions/${id}/follow`);
      expect(text).toContain('"SUCCESS"');
    }),
  );
});
