import { aFlow, eventually, logTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
});

async function newTenant(...flows: readonly string[]): Promise<string> {
  const id = await server.newTenant();
  for (const body of flows) await server.call('POST', '/flows', { tenant: id, body });
  return id;
}

async function bytesOf(method: string, path: string, tenant: string, body?: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const { username, password } = server.admin;
  const reply = await fetch(`${server.url}/api/v1/${tenant}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(reply.status).toBe(200);
  return new Uint8Array(await reply.arrayBuffer());
}

const upload = (content: string | Uint8Array<ArrayBuffer>): FormData => {
  const form = new FormData();
  form.set('fileUpload', new Blob([content]), 'flows');
  return form;
};
const idsIn = async (tenant: string): Promise<string[]> =>
  (await server.call('GET', '/flows/search?size=100', { tenant })).results.map(({ id }: { id: string }) => id);

test('an archive of flows exported from one tenant is imported into another, word for word', async () => {
  const sources = [aFlow({ id: 'one', namespace: 'a' }), `# why\n${aFlow({ id: 'two', namespace: 'a.b' })}`];
  const from = await newTenant(...sources);
  const to = await newTenant();

  const byQuery = await bytesOf('GET', '/flows/export/by-query?filters[namespace][PREFIX]=a', from);
  const failed = await server.call('POST', '/flows/import', { tenant: to, body: upload(byQuery) });

  expect(failed).toEqual([]);
  expect(await idsIn(to)).toEqual(['one', 'two']);
  expect((await server.call('GET', '/flows/a.b/two?source=true', { tenant: to })).source).toBe(sources[1]);
  const byIds = await bytesOf('POST', '/flows/export/by-ids', from, [{ namespace: 'a', id: 'one' }]);
  const third = await newTenant();
  await server.call('POST', '/flows/import', { tenant: third, body: upload(byIds) });
  expect(await idsIn(third)).toEqual(['one']);
});

test('documents are imported one by one: what is wrong is named, unless it shall end the import', async () => {
  const tenant = await newTenant();
  const documents = `${aFlow({ id: 'good', namespace: 'a' })}\n---\nid: bad\nnamespace: a\ntasks: []\n`;

  expect(await server.call('POST', '/flows/import', { tenant, body: upload(documents) })).toEqual(['bad']);
  expect(await idsIn(tenant)).toEqual(['good']);
  const unnamable = 'id: "no name" # yet\nnamespace: a\n---\nid:\n---\nnamespace: a\n';
  expect(await server.call('POST', '/flows/import', { tenant, body: upload(unnamable) })).toEqual([
    'no name',
    'a document without an id',
    'a document without an id',
  ]);
  const strict = await server.request('POST', '/flows/import?failOnError=true', { tenant, body: upload(documents) });
  expect(strict.status).toBe(422);
});

test('flows are exported as a table in which no field is a formula', async () => {
  const tenant = await newTenant(aFlow({ id: 'one', namespace: 'a', description: '=1+1' }));

  const csv = await server.request('GET', '/flows/export/by-query/csv', { tenant });

  expect(csv.headers.get('content-type')).toContain('text/csv');
  const [head, line] = csv.text.split('\r\n');
  expect(head).toBe('id,namespace,revision,description,disabled,draft,updated');
  expect(line).toMatch(/^one,a,1,'=1\+1,false,false,20/);
});

test('dependencies follow subflows and triggers, near and far', async () => {
  const subflow = (flowId: string) => ({
    id: 'call',
    type: 'io.kestra.plugin.core.flow.Subflow',
    namespace: 'a',
    flowId,
  });
  const tenant = await newTenant(
    aFlow({ id: 'leaf', namespace: 'a' }),
    aFlow({ id: 'middle', namespace: 'a', tasks: [subflow('leaf')] }),
    aFlow({ id: 'top', namespace: 'b', tasks: [subflow('middle')] }),
    aFlow({
      id: 'after',
      namespace: 'a',
      tasks: [logTask()],
      triggers: [
        {
          id: 'done',
          type: 'io.kestra.plugin.core.trigger.Flow',
          preconditions: { id: 'p', flows: [{ namespace: 'a', flowId: 'leaf' }] },
        },
      ],
    }),
  );
  const read = async (path: string): Promise<{ nodes: string[]; edges: string[] }> => {
    const { nodes, edges } = await server.call('GET', path, { tenant });
    return {
      nodes: nodes.map(({ id }: { id: string }) => id).toSorted(),
      edges: edges
        .map(({ source, target, relation }: Record<string, string>) => `${source} ${target} ${relation}`)
        .toSorted(),
    };
  };

  expect(await read('/flows/a/middle/dependencies')).toEqual({
    nodes: ['leaf', 'middle', 'top'],
    edges: ['a/middle a/leaf FLOW_TASK', 'b/top a/middle FLOW_TASK'],
  });
  expect((await read('/flows/a/middle/dependencies?destinationOnly=true')).nodes).toEqual(['leaf', 'middle']);
  expect((await read('/flows/b/top/dependencies?expandAll=true')).edges).toEqual([
    'a/leaf a/after FLOW_TRIGGER',
    'a/middle a/leaf FLOW_TASK',
    'b/top a/middle FLOW_TASK',
  ]);
  expect((await read('/namespaces/b/dependencies')).nodes).toEqual(['middle', 'top']);
  expect((await read('/dependencies')).nodes).toEqual(['after', 'leaf', 'middle', 'top']);
});

test('a flow is drawn before it is saved, as saved, and as it ran', async () => {
  const source = aFlow({ id: 'drawn', namespace: 'a' });
  const tenant = await newTenant(source);
  const { id } = await server.call('POST', '/executions/a/drawn?wait=true', { tenant, body: new FormData() });

  const drawn = await server.call('POST', '/flows/graph', { tenant, body: source });

  expect(drawn.nodes.map(({ uid }: { uid: string }) => uid)).toEqual(['root.start', 'root.end', 'root.log']);
  expect(await server.call('GET', '/flows/a/drawn/graph', { tenant })).toEqual(drawn);
  expect(await server.call('GET', `/executions/${id}/graph`, { tenant })).toEqual(drawn);
});

test('flows that use older names of types are listed, with the newer ones', async () => {
  const type = 'io.kestra.core.tasks.log.Log';
  const tenant = await newTenant(
    aFlow({ id: 'old', namespace: 'a.b', tasks: [{ id: 'log', type, message: 'hello' }] }),
    aFlow({ id: 'new', namespace: 'a' }),
  );
  const task = { taskId: 'log', taskType: type, replacement: 'io.kestra.plugin.core.log.Log' };
  const old = { namespace: 'a.b', flowId: 'old', revision: 1, deprecatedTasks: [task] };

  expect(await server.call('GET', '/flows/deprecated', { tenant })).toEqual([old]);
  expect(await server.call('GET', '/flows/deprecated?namespace=a', { tenant })).toEqual([old]);
  expect(await server.call('GET', '/flows/deprecated?namespace=b', { tenant })).toEqual([]);
});

test('whether the tenant main holds flows is asked of that tenant', async () => {
  const holds = () => server.call('GET', '/main-tenant-flows');
  await newTenant(aFlow());
  await server.call('POST', '/tenants', { body: { id: 'main', name: 'main' } });
  expect(await holds()).toBe(false);

  await server.call('POST', '/flows', { tenant: 'main', body: aFlow() });

  expect(await holds()).toBe(true);
});

test('flows that limit their executions are listed with how many run, which nobody can set', async () => {
  const tenant = await newTenant(
    aFlow({ id: 'limited', namespace: 'a', concurrency: { limit: 1 }, tasks: [sleepTask('PT1H')] }),
    aFlow({ id: 'free', namespace: 'a' }),
  );
  for (let count = 0; count < 2; count += 1)
    await server.call('POST', '/executions/a/limited', { tenant, body: new FormData() });

  await eventually(async () => {
    expect(await server.call('GET', '/concurrency-limit/search', { tenant })).toEqual({
      results: [{ tenantId: tenant, namespace: 'a', flowId: 'limited', running: 1 }],
      total: 1,
    });
  });
  const confirm = (flow: string, running?: number) =>
    server.request('PUT', `/concurrency-limit/a/${flow}`, { tenant, body: { namespace: 'a', flowId: flow, running } });
  const use = { tenantId: tenant, namespace: 'a', flowId: 'limited', running: 1 };
  expect([(await confirm('limited', 1)).json, (await confirm('limited')).json]).toEqual([use, use]);
  const refused = await confirm('limited', 0);
  expect([refused.status, refused.json.message]).toEqual([409, expect.stringContaining('is 1: it is counted')]);
  expect([(await confirm('free', 0)).status, (await confirm('nowhere', 0)).status]).toEqual([404, 404]);
});
