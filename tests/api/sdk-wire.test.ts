/** Requests of the newest official clients, as they look on the wire, and what those clients need back. */
import { eventually, fileForm, startServer, type Reply, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;
let counter = 0;
const tenant = 'main';
const json = { 'content-type': 'application/json' };
const yaml = { 'content-type': 'application/x-yaml' };

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});

/** Ids of clients begin with a digit as often as not. */
const newId = (): string => `${(counter += 1)}x${Math.random().toString(36).slice(2, 8)}`;

// oxlint-disable-next-line typescript/no-explicit-any -- replies of any shape
type Any = any;

const get = (path: string): Promise<Any> => server.call('GET', path, { tenant });
const send = (method: string, path: string, body?: unknown): Promise<Any> =>
  server.call(method, path, { tenant, headers: json, ...(body === undefined ? {} : { body }) });
const asForm = (method: string, path: string, form = new FormData()): Promise<Any> =>
  server.call(method, path, { tenant, body: form });
const status = async (reply: Promise<Reply>): Promise<number> => (await reply).status;
const ids = (list: Any): string[] => (list.results ?? list).map((item: Any) => item.id);

const simple = (id: string, namespace: string): string => `id: ${id}
namespace: ${namespace}
inputs:
  - id: key
    type: STRING
    defaults: empty
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: "👋 {{ vars.first }} {{ inputs.user }}"
`;
const flowOf =
  (tasks: string, more = ''): ((id: string, namespace: string) => string) =>
  (id, namespace) =>
    `id: ${id}\nnamespace: ${namespace}\n${more}tasks:\n${tasks}`;
const logs = flowOf('  - {id: message, type: io.kestra.plugin.core.log.Log, message: "hi"}\n');
const fails = flowOf('  - {id: fail, type: io.kestra.plugin.core.execution.Fail}\n');
const sleeps = (duration: string, more = ''): ReturnType<typeof flowOf> =>
  flowOf(`  - {id: sleep, type: io.kestra.plugin.core.flow.Sleep, duration: ${duration}}\n`, more);
const queued = sleeps('PT2S', 'concurrency: {limit: 1, behavior: QUEUE}\n');

interface Names {
  readonly id: string;
  readonly namespace: string;
}

async function newFlow(source: (id: string, namespace: string) => string, namespace = newId()): Promise<Names> {
  const id = newId();
  await server.call('POST', '/flows', { tenant, body: source(id, namespace), headers: yaml });
  return { id, namespace };
}

const start = ({ namespace, id }: Names, wait = false, query = ''): Promise<Any> =>
  asForm('POST', `/executions/${namespace}/${id}?wait=${String(wait)}${query}`);
const stateOf = async (id: string): Promise<string> => (await get(`/executions/${id}`)).state.current;
const reach = (id: string, state: string): Promise<void> =>
  eventually(async () => expect(await stateOf(id)).toBe(state));

describe('executions', () => {
  test('are created with labels; a form field that names no input is ignored', async () => {
    const flow = await newFlow(logs);
    const form = new FormData();
    form.set('0', '{"key":"value"}');

    const made = await asForm(
      'POST',
      `/executions/${flow.namespace}/${flow.id}?wait=true&labels=label1:created&kind=NORMAL`,
      form,
    );

    expect(made).toMatchObject({ flowId: flow.id, namespace: flow.namespace });
    expect(made.labels).toContainEqual({ key: 'label1', value: 'created' });
    expect(made.url).toContain(`/ui/executions/${flow.namespace}/${flow.id}/${made.id}`);
  });

  test('are deleted one by one, by ids and by query', async () => {
    const flags = 'includeNonTerminated=true&deleteLogs=false&deleteMetrics=false&deleteStorage=false';
    const flow = await newFlow(logs);
    const [one, two, three, four] = [await start(flow, true), await start(flow), await start(flow), await start(flow)];
    const elsewhere = await start(await newFlow(logs), true);

    await send('DELETE', `/executions/${one.id}`);
    const byIds = await send('DELETE', `/executions/by-ids?${flags}`, [two.id, three.id]);
    const byQuery = await send('DELETE', `/executions/by-query?filters[namespace][EQUALS]=${flow.namespace}&${flags}`);

    expect([byIds.count, byQuery.count]).toEqual([2, 1]);
    for (const { id } of [one, two, three, four])
      expect(await status(server.request('GET', `/executions/${id}`, { tenant }))).toBe(404);
    expect(await stateOf(elsewhere.id)).toBe('SUCCESS');
  });

  test('give their files: content, size and preview', async () => {
    const write =
      '  - {id: write, type: io.kestra.plugin.core.storage.Write, content: "Hello from file", extension: .txt}\n';
    const { id, taskRunList } = await start(await newFlow(flowOf(write)), true);
    const { uri } = await get(`/outputs/${id}/${taskRunList[0].id}`);
    const at = `path=${encodeURIComponent(uri)}`;

    const content = await server.request('GET', `/executions/${id}/file?${at}`, { tenant });
    const metas = await get(`/executions/${id}/file/metas?${at}`);
    const preview = await get(`/executions/${id}/file/preview?${at}&maxRows=10`);

    expect(content.text).toBe('Hello from file');
    expect(metas.size).toBe(15);
    expect(preview).toMatchObject({ type: 'TEXT', extension: 'txt', content: 'Hello from file', truncated: false });
  });

  test('that wait for a slot are run by force, or leave the queue', async () => {
    const flow = await newFlow(queued);
    const first = await start(flow);
    const [two, three, four] = [await start(flow), await start(flow), await start(flow)];
    await reach(first.id, 'RUNNING');
    await reach(four.id, 'QUEUED');

    const forced = await send('POST', `/executions/${two.id}/actions/force-run`);
    const unqueued = await send('POST', `/executions/${three.id}/actions/unqueue?state=RUNNING`);
    const byQuery = await send('POST', `/executions/unqueue/by-query?filters[q][EQUALS]=${four.id}&newState=RUNNING`);

    expect(forced.id).toBe(two.id);
    expect(unqueued.state.current).toBe('RUNNING');
    expect(byQuery.totalItems).toBeGreaterThanOrEqual(1);
    for (const { id } of [first, two, three, four]) expect(await stateOf(id)).toBe('RUNNING');
    for (const { id } of [first, two, three, four]) await send('DELETE', `/executions/${id}/actions/kill`);
  });

  test('are forced by ids and by query', async () => {
    const flow = await newFlow(queued);
    await reach((await start(flow)).id, 'RUNNING');
    const [two, three, four] = [await start(flow), await start(flow), await start(flow)];
    await reach(four.id, 'QUEUED');

    const byIds = await send('POST', '/executions/force-run/by-ids', [two.id, three.id]);
    const byQuery = await send('POST', `/executions/force-run/by-query?filters[flowId][EQUALS]=${flow.id}`);

    expect(byIds.totalItems).toBe(2);
    expect(byQuery.totalItems).toBeGreaterThanOrEqual(1);
    await reach(four.id, 'RUNNING');
    await send('DELETE', `/executions/kill/by-query?filters[flowId][EQUALS]=${flow.id}`);
  });

  test('show their flow and its graph; the latest of each flow is found', async () => {
    const [one, two] = [await newFlow(logs), await newFlow(logs)];
    const execution = await start(one, true);
    const other = await start(two, true);

    const graph = await get(`/executions/${execution.id}/graph`);

    expect(graph.nodes.map((node: Any) => node.task?.id)).toContain('message');
    expect(await get(`/executions/${execution.id}/flow`)).toMatchObject(one);
    expect(await get(`/executions/flows/${one.namespace}/${one.id}`)).toMatchObject(one);
    expect(ids(await send('POST', '/executions/latest', [one, two])).toSorted()).toEqual(
      [execution.id as string, other.id as string].toSorted(),
    );
    expect(ids(await get(`/executions/namespaces/${one.namespace}/flows`))).toEqual([one.id]);
    expect(await get('/executions/namespaces')).toContain(one.namespace);
    expect(await get('/executions/distinct-field-values?field=namespace&size=1000')).toContain(one.namespace);
    expect(ids(await get(`/executions?namespace=${one.namespace}&flowId=${one.id}&page=1&size=10`))).toEqual([
      execution.id,
    ]);
  });

  test('are killed within a long sleep, one by one and many at once', async () => {
    const flow = await newFlow(sleeps('PT30S'));
    const [one, two, three, four] = [await start(flow), await start(flow), await start(flow), await start(flow)];
    for (const { id } of [one, two, three, four]) await reach(id, 'RUNNING');

    const killed = await server.request('DELETE', `/executions/${one.id}/actions/kill`, { tenant });
    const byIds = await send('DELETE', '/executions/kill/by-ids', [two.id, three.id]);
    const byQuery = await send('DELETE', `/executions/kill/by-query?filters[namespace][EQUALS]=${flow.namespace}`);

    expect([killed.status, killed.headers.get('content-type')]).toEqual([200, 'text/json; charset=utf-8']);
    expect(killed.json.id).toBe(one.id);
    expect(byIds.totalItems).toBe(2);
    expect(byQuery.totalItems).toBeGreaterThanOrEqual(1);
    for (const { id } of [one, two, three, four]) await reach(id, 'KILLED');
  });

  test('pause while a task runs on, and resume', async () => {
    const flow = await newFlow(sleeps('PT4S'));
    const [one, two, three, four] = [await start(flow), await start(flow), await start(flow), await start(flow)];
    for (const { id } of [one, two, three, four]) await reach(id, 'RUNNING');

    await send('POST', `/executions/${one.id}/actions/pause`);
    const byIds = await send('POST', '/executions/pause/by-ids', [two.id, three.id]);
    for (const { id } of [one, two, three]) await reach(id, 'PAUSED');
    const byQuery = await send(
      'POST',
      `/executions/pause/by-query?filters[namespace][IN]=${flow.namespace},${newId()}&filters[state][EQUALS]=RUNNING`,
    );

    expect([byIds.totalItems, byQuery.totalItems]).toEqual([2, 1]);
    await reach(four.id, 'PAUSED');
    await send('DELETE', `/executions/kill/by-query?filters[flowId][EQUALS]=${flow.id}`);
  });

  test('resume from a Pause, one by one and many at once, and say what they ask', async () => {
    const pause = `  - id: pause
    type: io.kestra.plugin.core.flow.Pause
    onResume:
      - {id: reason, type: STRING, defaults: approved}
`;
    const flow = await newFlow(flowOf(pause));
    const [one, two, three] = [await start(flow), await start(flow), await start(flow)];
    for (const { id } of [one, two, three]) await reach(id, 'PAUSED');

    const asked = await asForm('POST', `/executions/${one.id}/actions/resume/validate`);
    await asForm('POST', `/executions/${one.id}/actions/resume`);
    const byIds = await send('POST', '/executions/resume/by-ids', [two.id, three.id]);

    expect(asked).toMatchObject({
      namespace: flow.namespace,
      inputs: [{ input: { id: 'reason', type: 'STRING' }, value: 'approved', isDefault: true, errors: [] }],
      checks: [],
    });
    expect(byIds.totalItems).toBe(2);
    for (const { id } of [one, two, three]) await reach(id, 'SUCCESS');
  });

  test('replay, with other inputs too, and restart', async () => {
    const [good, bad] = [await newFlow(logs), await newFlow(fails)];
    const [done, doneToo] = [await start(good, true), await start(good, true)];
    const [failed, failedToo, failedThree] = [await start(bad, true), await start(bad, true), await start(bad, true)];

    const replay = await send('POST', `/executions/${done.id}/actions/replay`);
    const withInputs = await asForm(
      'POST',
      `/executions/${failed.id}/actions/replay-with-inputs?taskRunId=&revision=1`,
    );
    const byIds = await send('POST', '/executions/replay/by-ids', [done.id, doneToo.id]);
    const other = await newFlow(logs);
    await start(other, true);
    const byQuery = await send(
      'POST',
      `/executions/replay/by-query?filters[flowId][EQUALS]=${other.id}&latestRevision=true`,
    );
    const restarted = await send('POST', `/executions/${failed.id}/actions/restart`);
    const restarts = await send('POST', '/executions/restart/by-ids', [failedToo.id, failedThree.id]);

    expect(replay.state.current).toBe('RUNNING');
    await reach(replay.id, 'SUCCESS');
    expect(withInputs.id).toMatch(/^\w{22}$/);
    expect([byIds.totalItems, byQuery.totalItems]).toEqual([2, 1]);
    expect(restarted.state.histories.map((entry: Any) => entry.state)).toContain('RESTARTED');
    expect(restarts.totalItems).toBe(2);
  });

  test('are searched by page and order', async () => {
    const flow = await newFlow(logs);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await start(flow, true)).id);
    const page = (number: number): Promise<Any> =>
      get(
        `/executions/search?page=${number}&size=2&sort=state.startDate:asc&filters[namespace][EQUALS]=${flow.namespace}`,
      );

    const first = await page(1);

    expect(first.total).toBe(5);
    expect(ids(first)).toEqual(made.slice(0, 2));
    expect((await page(3)).results).toHaveLength(1);
  });

  test('take labels when they have ended', async () => {
    const flow = await newFlow(logs);
    const [one, two, three] = [await start(flow, true), await start(flow, true), await start(flow, true)];
    const label = [{ key: 'team', value: 'data' }];
    const labelsOf = async (id: string): Promise<Any> => (await get(`/executions/${id}`)).labels;

    await send('POST', `/executions/${one.id}/actions/labels`, label);
    const byIds = await send('POST', '/executions/labels/by-ids', {
      executionsId: [one.id, two.id],
      executionLabels: [{ key: 'bulk', value: 'x' }],
    });

    expect(await labelsOf(one.id)).toContainEqual(label[0]);
    expect(byIds.totalItems).toBe(2);
    await eventually(async () => expect(await labelsOf(two.id)).toContainEqual({ key: 'bulk', value: 'x' }));
    expect(await labelsOf(three.id)).not.toContainEqual({ key: 'bulk', value: 'x' });
    const byQuery = await send('POST', `/executions/labels/by-query?filters[flowId][EQUALS]=${flow.id}`, label);
    expect(byQuery.totalItems).toBe(3);
  });

  test('are started by webhooks of every method, without a login', async () => {
    const flow = await newFlow(
      flowOf(
        '  - {id: out, type: io.kestra.plugin.core.debug.Return, format: "{{ trigger.body ?? 1 }}"}\n',
        'triggers:\n  - {id: hook, type: io.kestra.plugin.core.trigger.Webhook, key: a-secret-key}\n',
      ),
    );
    const at = `/executions/webhook/${flow.namespace}/${flow.id}/a-secret-key`;

    for (const method of ['GET', 'POST', 'PUT']) {
      const { id } = await server.call(method, at, { tenant, as: null, headers: method === 'GET' ? {} : json });
      await reach(id, 'SUCCESS');
    }
  });

  test('change state on request, one by one and many at once', async () => {
    const flow = await newFlow(logs);
    const [one, two, three] = [await start(flow, true), await start(flow, true), await start(flow, true)];

    const changed = await send('POST', `/executions/${one.id}/actions/change-status?status=CANCELLED`);
    const byIds = await send('POST', '/executions/change-status/by-ids?newStatus=CANCELLED', [one.id, two.id]);

    expect(changed.state.current).toBe('CANCELLED');
    expect(await stateOf(one.id)).toBe('CANCELLED');
    expect(byIds.totalItems).toBe(2);
    await reach(two.id, 'CANCELLED');
    expect(await stateOf(three.id)).toBe('SUCCESS');
    const byQuery = await send(
      'POST',
      `/executions/change-status/by-query?newStatus=FAILED&filters[flowId][EQUALS]=${flow.id}`,
    );
    expect(byQuery.totalItems).toBe(3);
  });

  test('change the state of a task run', async () => {
    const { id, taskRunList } = await start(await newFlow(logs), true);

    const changed = await send('POST', `/executions/${id}/actions/state`, {
      taskRunId: taskRunList[0].id,
      state: 'FAILED',
    });

    expect(changed.taskRunList[0].state.current).toBe('FAILED');
  });

  test('are followed until they end', async () => {
    const tasks = ['long-sleep', 'message', 'long-sleep-again', 'final-message']
      .map((id) =>
        id.startsWith('long')
          ? `  - {id: ${id}, type: io.kestra.plugin.core.flow.Sleep, duration: PT0.3S}\n`
          : `  - {id: ${id}, type: io.kestra.plugin.core.log.Log, message: hi}\n`,
      )
      .join('');
    const { id } = await start(await newFlow(flowOf(tasks)));

    const stream = await server.request('GET', `/executions/${id}/follow`, { tenant });

    const seen = new Set<string>();
    for (const line of stream.text.split('\n')) {
      if (!line.startsWith('data:')) continue;
      const { taskRunList = [] } = JSON.parse(line.slice(5));
      for (const run of taskRunList) if (run.state.current === 'SUCCESS') seen.add(run.taskId);
    }
    expect([...seen]).toEqual(['long-sleep', 'message', 'long-sleep-again', 'final-message']);
  });

  test('evaluate expressions', async () => {
    const flow = await newFlow(logs);
    const { id, taskRunList } = await start(flow, true);
    const evaluate = (path: string, body: string): Promise<Any> =>
      server.call('POST', path, { tenant, body, headers: { 'content-type': 'text/plain' } });

    expect(await evaluate(`/executions/${id}/actions/eval`, '{{ execution.id }}')).toEqual({ result: id });
    expect(await evaluate(`/executions/${id}/actions/eval/${taskRunList[0].id}`, '{{ flow.id }}')).toEqual({
      result: flow.id,
    });
  });

  test('are exported as CSV', async () => {
    const flow = await newFlow(logs);
    const { id } = await start(flow, true);

    const csv = await server.request(
      'GET',
      `/executions/export/by-query/csv?filters[namespace][EQUALS]=${flow.namespace}`,
      { tenant },
    );

    expect(csv.text).toContain(flow.id);
    expect(csv.text).toContain(id);
  });

  test('check new inputs: one object, not a list', async () => {
    const flow = await newFlow(simple);

    const checked = await asForm('POST', `/executions/${flow.namespace}/${flow.id}/validate`);

    expect(checked).toMatchObject({
      ...flow,
      inputs: [{ input: { id: 'key', type: 'STRING' }, value: 'empty', isDefault: true, errors: [] }],
      checks: [],
    });
  });
});

describe('tenants', () => {
  test('keep their concurrency exactly, and have settings from the start', async () => {
    const id = newId();
    const concurrency = { limit: 3, behavior: 'FAIL' };
    const instance = (method: string, path: string, body?: unknown): Promise<Any> =>
      server.call(method, path, { headers: json, ...(body === undefined ? {} : { body }) });

    const created = await instance('POST', '/tenants', { id, name: 'Wire', deleted: false, concurrency });

    expect(created.concurrency).toEqual(concurrency);
    expect(await instance('GET', `/tenants/${id}`)).toMatchObject({ id, concurrency });
    const queue = { limit: 5, behavior: 'QUEUE' };
    expect((await instance('PUT', `/tenants/${id}`, { id, name: 'Wire', concurrency: queue })).concurrency).toEqual(
      queue,
    );
    expect(ids(await instance('GET', '/tenants/search?page=1&size=100'))).toContain(id);
    await instance('GET', `/tenants/${id}/apps-catalog`);
    await instance('POST', `/tenants/${id}/apps-catalog`, { id, title: 'Apps' });
    const picture = new FormData();
    picture.set('logo', new Blob([Buffer.from('GIF89a')]), 'logo.gif');
    const pictured = await server.call('POST', `/tenants/${id}/apps-catalog/logo`, { body: picture });
    const renamed = await instance('POST', `/tenants/${id}/apps-catalog`, { id, title: 'Apps' });
    expect(renamed).toEqual(pictured);
    await instance('DELETE', `/tenants/${id}/apps-catalog/logo`);
    const plain = await instance('GET', `/tenants/${id}/apps-catalog`);
    expect([pictured, plain]).toEqual([{ title: 'Apps', logo: 'data:image/gif;base64,R0lGODlh' }, { title: 'Apps' }]);
    await instance('GET', `/tenants/${id}/settings/default-dashboards`);
    await instance('POST', `/tenants/${id}/settings/default-dashboards`, { id });
    expect(await get('/dependencies')).toBeDefined();
    await instance('DELETE', `/tenants/${id}`);
    expect(await status(server.request('GET', `/tenants/${id}`))).toBe(404);
  });
});

describe('roles', () => {
  test('take the older verbs and are found by prefix, ids and page', async () => {
    const name = `role ${newId()}`;
    const role = await send('POST', '/roles', { permissions: { FLOW: ['READ'] }, name, description: 'one' });

    expect(ids(await send('POST', '/roles/autocomplete', { q: name.slice(0, 8) }))).toContain(role.id);
    expect(ids(await send('POST', '/roles/ids', { ids: [role.id] }))).toEqual([role.id]);
    expect(ids(await get('/roles/search?page=1&size=10000'))).toContain(role.id);
    const body = { id: role.id, tenant, name, description: 'two', permissions: { FLOW: ['READ'] } };
    expect((await send('PUT', `/roles/${role.id}`, body)).description).toBe('two');
    await send('DELETE', `/roles/${role.id}`);
    expect(await status(server.request('GET', `/roles/${role.id}`, { tenant }))).toBe(404);
  });
});

describe('namespaces', () => {
  test('keep their concurrency and are found', async () => {
    const id = `test_create_namespace_${newId()}`;
    const concurrency = { limit: 2, behavior: 'QUEUE' };

    const created = await send('POST', '/namespaces', { id, deleted: false, tenant, concurrency });

    expect(created).toMatchObject({ id, concurrency });
    expect(await get(`/namespaces/${id}`)).toMatchObject({ id, concurrency });
    const cancel = { limit: 1, behavior: 'CANCEL' };
    expect((await send('PUT', `/namespaces/${id}`, { id, concurrency: cancel })).concurrency).toEqual(cancel);
    expect(await send('POST', '/namespaces/autocomplete', { q: id.slice(0, 10) })).toContain(id);
    expect(ids(await get(`/namespaces/search?page=1&size=10&existing=false&filters[namespace][EQUALS]=${id}`))).toEqual(
      [id],
    );
    expect(await get(`/namespaces/${id}/inherited-variables`)).toEqual({});
    expect(await get(`/namespaces/${id}/inherited-secrets`)).toEqual({});
    await send('DELETE', `/namespaces/${id}`);
    expect(await status(server.request('GET', `/namespaces/${id}`, { tenant }))).toBe(404);
  });

  test('hold secrets that are listed by name', async () => {
    const namespace = newId();
    const key = `KEY_${newId()}`;
    const listed = async (): Promise<string[]> =>
      (await get(`/secrets?filters[namespace][EQUALS]=${namespace}&filters[q][EQUALS]=${key}`)).results.map(
        (secret: Any) => secret.key,
      );

    await send('PUT', `/namespaces/${namespace}/secrets`, { key, value: 'opensesame', namespace, tenant });
    await send('PATCH', `/namespaces/${namespace}/secrets/${key}`, { key, tags: [] });

    expect(await listed()).toEqual([key]);
    await send('DELETE', `/namespaces/${namespace}/secrets/${key}`);
    expect(await listed()).toEqual([]);
  });
});

describe('groups', () => {
  test('have members, who are known by their e-mail', async () => {
    const name = `group ${newId()}`;
    const email = `${newId()}@example.org`;
    const group = await send('POST', '/groups', { name, description: 'All', tenant });
    const user = await server.call('POST', '/users', { body: { email } });

    const added = await send('PUT', `/groups/${group.id}/members/${user.id}`);
    const owner = await send('PUT', `/groups/${group.id}/members/membership/${user.id}?membership=OWNER`);
    const found = await get(`/groups/${group.id}/members?filters[username][EQUALS]=${encodeURIComponent(email)}`);
    const removed = await send('DELETE', `/groups/${group.id}/members/${user.id}`);

    expect(ids(added.groups)).toContain(group.id);
    expect(ids(owner.groups)).toContain(group.id);
    expect(ids(found)).toEqual([user.id]);
    expect(ids(removed.groups)).not.toContain(group.id);
    expect(ids(await send('POST', '/groups/autocomplete', { q: name, filters: [] }))).toEqual([group.id]);
    expect(ids(await send('POST', '/groups/ids', { ids: [group.id] }))).toEqual([group.id]);
    const search = `/groups/search?filters[q][EQUALS]=${encodeURIComponent(name)}`;
    expect(ids(await get(search))).toEqual([group.id]);
    expect((await send('PUT', `/groups/${group.id}`, { id: group.id, name, description: 'Us' })).description).toBe(
      'Us',
    );
    await send('DELETE', `/groups/${group.id}`);
    expect(ids(await get(search))).toEqual([]);
  });
});

describe('access to a tenant', () => {
  test('is given by e-mail or id, listed, suggested and taken away', async () => {
    const [one, two] = [`${newId()}@example.org`, `${newId()}@example.org`];
    const first = await server.call('POST', '/users', { body: { email: one } });
    const second = await server.call('POST', '/users', { body: { email: two } });
    const found = async (text: string): Promise<string[]> =>
      ids(await get(`/tenant-access?page=1&size=10&q=${encodeURIComponent(text)}`));

    const name = newId();
    const third = await server.call('POST', '/users', { body: { username: name, email: `${name}@example.org` } });
    await send('POST', '/tenant-access', { email: `${name}@example.org` });
    expect(await found(name)).toEqual([third.id]);
    await send('POST', '/tenant-access', { email: one });
    await send('PUT', `/tenant-access/${second.id}`);

    expect([await found(one), await found(two)]).toEqual([[first.id], [second.id]]);
    const group = await send('POST', '/groups', { name: newId(), membersId: [first.id] });
    const [listed] = (await get(`/tenant-access?q=${encodeURIComponent(one)}`)).results;
    expect(listed).toMatchObject({ groups: [{ id: group.id, name: group.name, external: false }], auths: [] });
    expect(await get(`/tenant-access/${first.id}`)).toMatchObject({ userId: first.id, username: one, roles: [] });
    expect(ids(await send('POST', '/tenant-access/autocomplete', { q: two.slice(0, 6) }))).toContain(second.id);
    expect(await status(server.request('POST', '/tenant-access', { tenant, body: { email: one } }))).toBe(409);
    await send('DELETE', `/tenant-access/${first.id}`);
    expect(await found(one)).toEqual([]);
    expect(await status(server.request('GET', `/tenant-access/${first.id}`, { tenant }))).toBe(404);
  });
});

describe('service accounts', () => {
  test('are made, changed, given tokens, and deleted with them', async () => {
    const name = `robot-${newId()}`;
    const group = await send('POST', '/groups', { name: `robots ${newId()}` });

    const account = await send('POST', '/service-accounts', { name, description: 'one', groups: [{ id: group.id }] });
    const token = await send('POST', `/service-accounts/${account.id}/api-tokens`, { name: 'tok', description: 'x' });
    const as = { token: token.fullToken as string };

    expect(account).toMatchObject({ id: expect.any(String), name, description: 'one' });
    expect((await get(`/service-accounts?q=${name}`)).results).toMatchObject([
      { id: account.id, groups: [{ id: group.id, name: group.name, external: false }], auths: [] },
    ]);
    expect(ids(await get(`/service-accounts/${account.id}/api-tokens`))).toEqual([token.id]);
    expect((await server.call('GET', '/me', { as })).id).toBe(account.id);
    const updated = await send('PUT', `/service-accounts/${account.id}`, { name, description: 'two', groups: [] });
    expect(updated).toMatchObject({ description: 'two', groups: [] });
    expect(await get(`/service-accounts/${account.id}`)).toMatchObject({ id: account.id, name, description: 'two' });
    await send('DELETE', `/service-accounts/${account.id}`);
    expect(await status(server.request('GET', `/service-accounts/${account.id}`, { tenant }))).toBe(404);
    expect(await status(server.request('GET', '/me', { as }))).toBe(401);
  });
});

describe('namespace files', () => {
  test('live in a namespace that only a flow implies', async () => {
    const { namespace } = await newFlow(simple);
    const files = `/namespaces/${namespace}/files`;

    const empty = await server.request('GET', `${files}/export`, { tenant });
    await send('POST', `${files}/directory?path=/testdir`);
    await asForm('POST', `${files}?path=/hello.txt`, fileForm('hello'));

    expect(empty.text.slice(0, 2)).toBe('PK');
    const names = (await get(`${files}/directory`)).map((file: Any) => file.fileName);
    expect(names.toSorted()).toEqual(['hello.txt', 'testdir']);
    expect((await server.request('GET', `${files}?path=/hello.txt`, { tenant })).text).toBe('hello');
    expect(await get(`${files}/stats?path=/hello.txt`)).toMatchObject({ type: 'File', size: 5 });
    expect((await get(`${files}/revisions?path=/hello.txt`)).length).toBe(1);
    expect(await get(`${files}/search?q=hello`)).toEqual(['/hello.txt']);
    await send('PUT', `${files}?from=/hello.txt&to=/testdir/moved.txt`);
    await send('DELETE', `${files}?path=/testdir/moved.txt`);
    expect(await get(`${files}/search?q=moved`)).toEqual([]);
    expect((await server.request('GET', `${files}/export`, { tenant })).text.slice(0, 2)).toBe('PK');
  });
});

describe('logs and outputs', () => {
  test('are read, downloaded and deleted', async () => {
    const flow = await newFlow(logs);
    const { id, taskRunList } = await start(flow, true);

    expect((await get('/logs/search?page=1&size=10')).results.length).toBeGreaterThan(0);
    expect((await get(`/logs/${id}?filters[level][GREATER_THAN_OR_EQUAL_TO]=INFO`)).length).toBeGreaterThan(0);
    const text = await server.request('GET', `/logs/${id}/download`, { tenant });
    expect(text.text).toContain('hi');
    await send('DELETE', `/logs/${id}`);
    expect(await get(`/logs/${id}`)).toEqual([]);
    await send('DELETE', `/logs/${flow.namespace}/${flow.id}?triggerId=unknown`);
    expect(await get(`/outputs/${id}`)).toBeDefined();
    expect(await get(`/outputs/${id}/${taskRunList[0].id}`)).toBeDefined();
  });

  test('of a flow whose message cannot be rendered still answer', async () => {
    const { id } = await start(await newFlow(simple), true);
    expect(await stateOf(id)).toBe('FAILED');
    expect((await get(`/logs/${id}`)).length).toBeGreaterThan(0);
  });
});

describe('the instance', () => {
  test('tells of itself', async () => {
    for (const path of ['/configs', '/license-info', '/pebble/filters', '/pebble/functions', '/setup', '/auths'])
      expect((await server.request('GET', path)).json, path).toBeDefined();
    expect((await server.request('GET', '/license/refresh')).status).toBe(200);
    for (const path of ['/acls/templates', '/usages/all']) expect(await get(path), path).toBeDefined();
    expect(await get('/support/debug-info')).toMatchObject({ authType: 'BASIC_AUTH', deploymentType: 'STANDALONE' });
    expect(await get('/worker-selectors/tags')).toMatchObject({ tags: [] });
    const permissions = await get('/acls/permissions');
    expect([permissions.FLOW, permissions.EXECUTION].every(Array.isArray)).toBe(true);
    await newFlow(logs);
    expect((await get('/usages')).flows.count).toBeGreaterThanOrEqual(1);
    expect((await server.call('GET', '/me')).profile.email).toBe(server.admin.username);
  });

  test('gives tokens to the caller', async () => {
    const token = await server.call('POST', '/me/api-tokens', { body: { name: 'wire-1', description: 'x' } });

    expect(token).toMatchObject({ id: expect.any(String), fullToken: expect.any(String) });
    expect(ids(await server.call('GET', '/me/api-tokens'))).toContain(token.id);
    await server.call('DELETE', `/me/api-tokens/${token.id}`);
    expect(ids(await server.call('GET', '/me/api-tokens'))).not.toContain(token.id);
  });
});
