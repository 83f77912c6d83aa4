import { builtInPlugins } from '@windhover/model';
import { startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const logTask = 'io.kestra.plugin.core.log.Log';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});

test('the schema of flows is a draft 7 document, whatever the letter case, and known by its tag', async () => {
  const lower = await server.request('GET', '/plugins/schemas/flow');
  const upper = await server.request('GET', '/plugins/schemas/FLOW');

  expect(lower.json.$schema).toContain('json-schema.org');
  expect(lower.json.$ref).toBe('#/$defs/flow');
  expect(lower.json.$defs).toHaveProperty([logTask]);
  expect(upper.text).toBe(lower.text);
  const etag = lower.headers.get('etag') ?? '';
  const again = await server.request('GET', '/plugins/schemas/flow', { headers: { 'if-none-match': etag } });
  expect([again.status, again.text]).toEqual([304, '']);
});

test('parts of the language have schemas of their own; unknown ones are 404', async () => {
  const tasks = await server.call('GET', '/plugins/schemas/TASK?arrayOf=true');
  const properties = await server.call('GET', '/plugins/properties/TASK');
  const unknown = await server.request('GET', '/plugins/schemas/constructor');

  expect(tasks.items).toEqual({ $ref: '#/$defs/task' });
  expect(properties.$schema).toContain('json-schema.org');
  expect(Object.keys(properties.properties)).toEqual(expect.arrayContaining(['id', 'type', 'retry', 'timeout']));
  expect([unknown.status, unknown.json.message]).toEqual([404, "Schema 'constructor' does not exist"]);
});

test('types are listed by group and subgroup, triggers by themselves', async () => {
  const { results } = await server.call('GET', '/plugins');
  const subgroups: { group: string; subGroup?: string; tasks: { cls: string }[] }[] = await server.call(
    'GET',
    '/plugins/groups/subgroups',
  );
  const triggers = await server.call('GET', '/plugins/triggers');

  const core = results.find(({ group }: { group: string }) => group === 'io.kestra.plugin.core');
  expect(core.tasks.map(({ cls }: { cls: string }) => cls)).toContain(logTask);
  const logs = subgroups.find(({ subGroup }) => subGroup === 'io.kestra.plugin.core.log');
  expect(logs?.tasks.map(({ cls }) => cls)).toContain(logTask);
  const builtIn = builtInPlugins.filter(({ kind }) => kind === 'trigger').map(({ type }) => type);
  const all = [...builtIn, 'io.kestra.plugin.core.http.Trigger'];
  expect(triggers.results.map(({ type }: { type: string }) => type).toSorted()).toEqual(all.toSorted());
});

test('a type has a manual page with its own properties, on request with those of all tasks', async () => {
  const own = await server.call('GET', `/plugins/${logTask}`);
  const all = await server.call('GET', `/plugins/${logTask}?all=true`);
  const { type, versions } = await server.call('GET', `/plugins/${logTask}/versions`);
  const versioned = await server.call('GET', `/plugins/${logTask}/versions/${versions[0]}`);

  expect(own.markdown).toContain('# Log\n');
  expect(Object.keys(own.schema.properties.properties)).toEqual(['message', 'level']);
  expect(Object.keys(all.schema.properties.properties)).toContain('retry');
  expect(type).toBe(logTask);
  expect(versioned).toEqual(own);
  expect((await server.request('GET', `/plugins/${logTask}/versions/9.9.9`)).status).toBe(404);
  expect((await server.request('GET', '/plugins/io.none.Such')).status).toBe(404);
});

test('types of inputs are listed and described', async () => {
  const types = await server.call('GET', '/plugins/inputs');
  const text = await server.call('GET', '/plugins/inputs/string');

  expect(types).toContainEqual({ type: 'STRING', cls: 'io.kestra.core.models.flows.input.StringInput' });
  expect(Object.keys(text.schema.properties.properties)).toContain('validator');
});

test('every type has an icon, as data and as an image', async () => {
  const icons = await server.call('GET', '/plugins/icons');
  const groups = await server.call('GET', '/plugins/icons/groups');
  const { icon } = await server.call('GET', `/plugins/icons/${logTask}`);
  const image = await server.request('GET', `/plugins/icons/${logTask}/icon.svg`);

  expect(icons[logTask]).toEqual(icon);
  expect(groups).toHaveProperty(['io.kestra.plugin.core']);
  expect(image.headers.get('content-type')).toBe('image/svg+xml');
  expect(Buffer.from(icon.icon, 'base64').toString()).toBe(image.text);
});

test('plugins bring no interface parts, and strangers learn nothing of them', async () => {
  expect(await server.call('POST', '/plugins/pluginUiManifest', { body: [{ cls: logTask }] })).toEqual({
    manifest: {},
  });
  expect((await server.request('GET', '/plugins/schemas/flow', { as: null })).status).toBe(401);
});

test('the older addresses below a tenant answer the same, once the tenant was entered', async () => {
  const own = await server.request('GET', '/plugins/schemas/FLOW');
  const older = await server.request('GET', '/plugins/schemas/FLOW', { tenant: 'main' });
  const elsewhere = await server.request('GET', '/plugins/schemas/FLOW', { tenant: 'nowhere' });

  expect(older.text).toBe(own.text);
  expect(older.headers.get('deprecation')).toBe('true');
  expect(elsewhere.status).toBe(404);
});
