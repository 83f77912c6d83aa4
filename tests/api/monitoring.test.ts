/** What operators read on the management port: figures of real work, for those alone who may see them. */
import { aFlow, eventually, failTask, returnTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { request as send } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';

const basicAuth = { username: 'prometheus', password: 'Scrape!123' };
const sleep = 'io.kestra.plugin.core.flow.Sleep';

let server: TestServer;
let port: number;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: {
      'endpoints.all.basic-auth.username': basicAuth.username,
      'endpoints.all.basic-auth.password': basicAuth.password,
    },
  });
  port = portOf(server);
});

function portOf({ managementUrl }: TestServer): number {
  return Number(new URL(managementUrl!).port);
}

interface Got {
  readonly status: number;
  readonly type: string | undefined;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** With headers of the caller's own, `Host` too. */
function get(path: string, headers: Readonly<Record<string, string>> = {}, at = port): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>();
  const sent = send({ host: '127.0.0.1', port: at, path, headers }, (response) => {
    let text = '';
    response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    response.once('end', () => {
      const { 'content-type': type, 'retry-after': retryAfter } = response.headers;
      resolve({ status: response.statusCode!, type, retryAfter, text });
    });
  });
  sent.once('error', reject);
  sent.end();
  return promise;
}

/** The value of a series; undefined when there is none. */
function valueOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find(
      (each) =>
        (each.startsWith(`${name}{`) || each.startsWith(`${name} `)) && wanted.every((label) => each.includes(label)),
    );
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

async function figures(): Promise<string> {
  return (await get('/prometheus')).text;
}

async function run(tenant: string, flow: string): Promise<void> {
  await server.call('POST', '/flows', { tenant, body: flow });
  const id = /^id: (.*)$/m.exec(flow)?.[1] ?? (JSON.parse(flow) as { id: string }).id;
  await server.call('POST', `/executions/company.team/${id}?wait=true`, { tenant });
}

describe('figures', () => {
  test('tell how many executions and task runs of a flow were started and how they ended', async () => {
    const tenant = await server.newTenant();
    const flow = { tenant_id: tenant, namespace_id: 'company.team', flow_id: 'good' };
    const bad = { ...flow, flow_id: 'bad' };

    await run(tenant, aFlow({ id: 'good', tasks: [returnTask('one'), { ...returnTask('two'), id: 'two' }] }));
    await server.call('POST', '/executions/company.team/good?wait=true', { tenant });
    await run(tenant, aFlow({ id: 'bad', tasks: [failTask()] }));

    const text = await figures();
    expect(valueOf(text, 'kestra_executor_execution_started_count_total', flow)).toBe(2);
    expect(valueOf(text, 'kestra_executor_execution_end_count_total', { ...flow, state: 'SUCCESS' })).toBe(2);
    expect(valueOf(text, 'kestra_executor_execution_end_count_total', { ...bad, state: 'FAILED' })).toBe(1);
    expect(valueOf(text, 'kestra_executor_execution_duration_seconds_count', flow)).toBe(2);
    expect(valueOf(text, 'kestra_executor_taskrun_ended_count_total', { ...flow, state: 'SUCCESS' })).toBe(4);
    expect(valueOf(text, 'kestra_executor_taskrun_ended_count_total', { ...bad, state: 'FAILED' })).toBe(1);
  });

  test('tell what runs on threads, and for how long', async () => {
    const tenant = await server.newTenant();
    const before = valueOf(await figures(), 'kestra_worker_started_count_total', { task_type: sleep }) ?? 0;
    await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'slow', tasks: [sleepTask('PT1H')] }) });
    const { id } = await server.call('POST', '/executions/company.team/slow', { tenant });

    await eventually(async () => {
      const text = await figures();
      expect(valueOf(text, 'kestra_worker_started_count_total', { task_type: sleep })).toBe(before + 1);
      expect(valueOf(text, 'kestra_worker_job_running')).toBeGreaterThanOrEqual(1);
      expect(valueOf(text, 'kestra_executor_execution_live')).toBeGreaterThanOrEqual(1);
    });
    await server.call('DELETE', `/executions/${id}/actions/kill`, { tenant });

    await eventually(async () => {
      const killed = { task_type: sleep, outcome: 'killed' };
      expect(valueOf(await figures(), 'kestra_worker_ended_count_total', killed)).toBe(1);
      expect(valueOf(await figures(), 'kestra_worker_ended_duration_seconds_count', killed)).toBe(1);
    });
  });

  test('tell how often schedules were looked at', async () => {
    const tenant = await server.newTenant();
    const type = 'io.kestra.plugin.core.trigger.Schedule';
    const triggers = [{ id: 'often', type, cron: '* * * * * *', withSeconds: true }];
    await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'often', tasks: [returnTask('x')], triggers }) });

    await eventually(async () => {
      const text = await figures();
      expect(valueOf(text, 'kestra_scheduler_trigger_count_total', { trigger_type: type })).toBeGreaterThanOrEqual(1);
      const late = valueOf(text, 'kestra_scheduler_trigger_delay_duration_seconds_count', { trigger_type: type });
      expect(late).toBeGreaterThanOrEqual(1);
    });
  });

  test('tell how the store, the API and the process do', async () => {
    const tenant = await server.newTenant();
    await run(tenant, aFlow({ id: 'any', tasks: [returnTask('x')] }));
    await server.request('GET', '/flows/company.team/none', { tenant });

    const text = await figures();

    const requests = { method: 'GET', uri: '/tenant/flows/:namespace/:id', status: '404' };
    expect(valueOf(text, 'http_server_requests_seconds_count', requests)).toBeGreaterThanOrEqual(1);
    for (const kind of ['engine', 'write']) {
      const labels = { kind, outcome: 'success' };
      expect(valueOf(text, 'kestra_store_commit_duration_seconds_count', labels)).toBeGreaterThanOrEqual(1);
    }
    expect(valueOf(text, 'http_server_connections')).toBeGreaterThanOrEqual(1);
    expect(valueOf(text, 'kestra_worker_job_thread')).toBeGreaterThanOrEqual(1);
    expect(valueOf(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(1_000_000);
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  test('have names, of which each can be read alone and by its tags', async () => {
    const tenant = await server.newTenant();
    await run(tenant, aFlow({ id: 'read', tasks: [failTask()] }));
    const name = 'kestra.executor.execution.end.count';

    const { names } = JSON.parse((await get('/metrics')).text) as { names: string[] };
    const one = await get(`/metrics/${name}?tag=tenant_id:${tenant}&tag=state:FAILED`);

    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(
      expect.arrayContaining([name, 'http.server.requests', 'kestra.worker.job.running', 'process_start_time_seconds']),
    );
    expect(JSON.parse(one.text)).toMatchObject({
      name,
      measurements: [{ statistic: 'COUNT', value: 1 }],
      availableTags: expect.arrayContaining([{ tag: 'flow_id', values: ['read'] }]),
    });
    const timer = JSON.parse((await get('/metrics/kestra.executor.execution.duration')).text);
    expect(timer.measurements.map(({ statistic }: { statistic: string }) => statistic)).toEqual([
      'COUNT',
      'TOTAL_TIME',
    ]);
    for (const unknown of ['/metrics/none', `/metrics/${name}?tag=state:NONE`, '/metrics/%ff']) {
      expect((await get(unknown)).status, unknown).toBe(404);
    }
  });

  test('come in the format of Prometheus', async () => {
    const { status, type, text } = await get('/prometheus');

    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('# TYPE kestra_executor_execution_started_count_total counter');
  });
});

test('figures carry the labels of the configuration, beside their own', async () => {
  const labels = { cluster: 'north "1"', 'my-team': 'data', 2: 'two', status: 'none' };
  const labelled = await startServer({ configuration: { 'kestra.metrics.labels': labels } });
  const at = portOf(labelled);
  await labelled.call('GET', '/me');

  const { text } = await get('/prometheus', {}, at);
  const one = JSON.parse((await get('/metrics/http.server.requests?tag=cluster:north%20"1"', {}, at)).text);

  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(series.length).toBeGreaterThan(50);
  expect(series.filter((line) => !line.includes('my_team="data"'))).toEqual([]);
  expect(text).toContain('cluster="north \\"1\\""');
  expect(text).toContain('m_2="two"');
  expect(text).toMatch(/^http_server_requests_seconds_count\{[^}]*status="200"/m);
  expect(one.availableTags).toContainEqual({ tag: 'my_team', values: ['data'] });
});

test('the version is told', async () => {
  const { build } = JSON.parse((await get('/info')).text);

  expect(build).toEqual({ name: 'windhover', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

describe('who may read figures', () => {
  const paths = ['/prometheus', '/metrics', '/metrics/http.server.requests', '/info'];
  const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
  const basic = (password: string): string =>
    `Basic ${Buffer.from(`${basicAuth.username}:${password}`).toString('base64')}`;

  test.each(paths)('%s: this machine, and others with the credentials of the configuration', async (path) => {
    const statusOf = async (headers?: Readonly<Record<string, string>>) => (await get(path, headers)).status;

    expect(await statusOf()).toBe(200);
    expect(await statusOf(elsewhere)).toBe(401);
    expect(await statusOf({ ...elsewhere, authorization: basic('wrong') })).toBe(401);
    expect(await statusOf({ ...elsewhere, authorization: basic(basicAuth.password) })).toBe(200);
    // A page of that site, whose name leads to this machine
    expect(await statusOf({ host: 'evil.example.com' })).toBe(401);
  });

  test('an address that tries many passwords is refused for a while, other requests are not', async () => {
    const credentials = {
      'endpoints.all.basic-auth.username': basicAuth.username,
      'endpoints.all.basic-auth.password': basicAuth.password,
    };
    const at = portOf(await startServer({ configuration: credentials }));
    const answerTo = (password: string) => get('/info', { ...elsewhere, authorization: basic(password) }, at);

    for (let guess = 0; guess < 100; guess += 1) expect((await answerTo(`guess-${guess}`)).status).toBe(401);

    for (const password of ['guess', basicAuth.password]) {
      const { status, retryAfter } = await answerTo(password);
      expect(status).toBe(429);
      expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
    }
    expect((await get('/info', elsewhere, at)).status).toBe(401);
    expect((await get('/health', elsewhere, at)).status).toBe(200);
    expect((await get('/info', {}, at)).status).toBe(200);
  });

  test('nobody elsewhere where there are no credentials; health is told to all', async () => {
    const bare = await startServer();
    const at = portOf(bare);

    const statuses = await Promise.all(paths.map(async (path) => (await get(path, elsewhere, at)).status));

    expect(statuses).toEqual(paths.map(() => 404));
    expect((await get('/health', elsewhere, at)).status).toBe(200);
    expect((await get('/env', {}, at)).status).toBe(404);
  });
});
