/** What a flow gets of the body of a webhook call: data, text, bytes, or files of its execution. */
import { createHmac, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aFlow, executionFile, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const webhook = 'io.kestra.plugin.core.trigger.Webhook';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'micronaut.server.multipart.maxFileSize': '11MB' },
  });
  return () => server.stop();
});

const octets = { 'content-type': 'application/octet-stream' };

/** A tenant with a flow behind this webhook; what a call with this body gives its execution as `trigger`. */
async function enter(trigger: object = {}, format = '') {
  const tenant = await server.newTenant();
  const triggers = [{ id: 'Hook', type: webhook, key: 'the-key', wait: true, ...trigger }];
  await server.call('POST', '/flows', {
    tenant,
    body: aFlow({ id: 'hooked', namespace: 'team', triggers, tasks: [returnTask(format)] }),
  });
  const call = (body?: unknown, headers: Record<string, string> = {}) =>
    server.request('POST', '/executions/webhook/team/hooked/the-key', { tenant, as: null, body, headers });
  const variables = async (body?: unknown, headers: Record<string, string> = {}) => {
    const { id } = (await call(body, headers)).json;
    const execution = await server.call('GET', `/executions/${id}`, { tenant });
    return { id, returned: execution.taskRunList[0].outputs.value, ...execution.trigger.variables };
  };
  const stored = async (): Promise<readonly string[]> => {
    const entries = await readdir(server.dataDirectory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.filter((path) => path.includes(`/${tenant}/`) && path.includes('/trigger/'));
  };
  return { tenant, call, variables, stored };
}

function aForm(fields: Readonly<Record<string, string | Blob>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, `${name}.csv`);
  }
  return form;
}

test('what is no text arrives as base64', async () => {
  const { variables } = await enter();
  const bytes = randomBytes(512);

  expect((await variables(bytes, octets)).body).toBe(bytes.toString('base64'));
  expect((await variables(Buffer.from([0xff, 0xfe]))).body).toBe('//4=');
  expect((await variables(Buffer.from('a;b'), { 'content-type': 'text/csv' })).body).toBe('a;b');
  expect((await variables('{"a":1}', { 'content-type': 'application/vnd.own+json; charset=utf-8' })).body).toEqual({
    a: 1,
  });
});

test('integers that no double holds arrive as text, with every digit', async () => {
  const { variables } = await enter({}, '{{ trigger.body.id }}');

  const { body, returned } = await variables('{"id": 12345678901234567890, "count": 7}');

  expect(body).toEqual({ id: '12345678901234567890', count: 7 });
  expect(returned).toBe('12345678901234567890');
});

test('a large form that cannot be read is the mistake of its sender', async () => {
  const { call } = await enter();
  const body = `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${'v'.repeat(70_000)}`;

  for (const boundary of ['x', 'x'.repeat(300)]) {
    expect((await call(body, { 'content-type': `multipart/form-data; boundary=${boundary}` })).status).toBe(400);
  }
});

test('what is nested deeper than data may be arrives as text', async () => {
  const { variables } = await enter();
  const [shallow, deep] = [60, 20_000].map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`);

  expect(JSON.stringify((await variables(shallow)).body)).toBe(shallow);
  expect((await variables(deep)).body).toBe(deep);
});

test('a body that is stored is a file of the execution, which tasks can read, and no variable', async () => {
  const { tenant, variables } = await enter({ fetchType: 'STORE' }, '{{ read(trigger.uri) }}');

  const { id, uri, body, returned } = await variables('a,b\n1,2\n', { 'content-type': 'text/csv' });

  expect(body).toBeUndefined();
  expect(uri).toBe(`kestra:///team/hooked/executions/${id}/trigger/hook/body.csv`);
  expect(returned).toBe('a,b\n1,2\n');
  expect(await executionFile(server, id, uri, { tenant })).toBe('a,b\n1,2\n');
});

test('a stored body may be larger than one that is a variable', async () => {
  const large = Buffer.alloc(10 * 1024 * 1024 + 1, 'x');
  const [stored, fetched] = [await enter({ fetchType: 'STORE' }), await enter()];

  const { id, uri } = await stored.variables(large, octets);
  const refused = await fetched.call(large, octets);

  expect((await executionFile(server, id, uri, { tenant: stored.tenant })).length).toBe(large.length);
  expect(refused.status).toBe(413);
});

test('one that is larger than an upload may be is refused, and leaves nothing', async () => {
  const { call, stored } = await enter({ fetchType: 'STORE' });

  const refused = await call(Buffer.alloc(12 * 1024 * 1024), octets);

  expect(refused.status).toBe(413);
  expect(await stored()).toEqual([]);
});

test('a call without a body stores nothing', async () => {
  const { variables, stored } = await enter({ fetchType: 'STORE' });

  const { uri, body } = await variables();

  expect([uri, body]).toEqual([undefined, undefined]);
  expect(await stored()).toEqual([]);
});

test('a body that nobody wants is dropped', async () => {
  const { variables } = await enter({ fetchType: 'NONE' });

  const { body, uri, headers } = await variables({ a: 1 });

  expect([body, uri]).toEqual([undefined, undefined]);
  expect(headers['content-type']).toEqual(['application/json']);
});

test.each(['FETCH', 'STORE', 'NONE'])(
  'files of a form are stored, its fields are texts; fetchType %s',
  async (fetchType) => {
    const { tenant, variables } = await enter({ fetchType }, '{{ read(trigger.parts.report[0].uri) }}');
    const form = aForm({ report: new Blob(['a,b\n'], { type: 'text/csv' }), by: 'ada', __proto__: 'x' });
    form.append('by', 'alan');
    form.append('report', new Blob(['second']), '../../other name.txt');

    const { id, parts, formFields, body, returned } = await variables(form);

    expect(body).toBeUndefined();
    expect(formFields).toEqual({ by: ['ada', 'alan'] });
    expect(parts.report).toEqual([
      {
        uri: expect.stringContaining(`/executions/${id}/trigger/hook/parts/1/report.csv`),
        filename: 'report.csv',
        contentType: 'text/csv',
        size: 4,
      },
      expect.objectContaining({ uri: expect.stringMatching(/\/parts\/2\/other%20name\.txt$/), size: 6 }),
    ]);
    expect(returned).toBe('a,b\n');
    expect(await executionFile(server, id, parts.report[1].uri, { tenant })).toBe('second');
  },
);

test('large forms are stored as they arrive', async () => {
  const { variables } = await enter();
  const form = aForm({ before: 'one', data: new Blob(['x'.repeat(200_000)]), after: 'two' });

  const { parts, formFields } = await variables(form);

  expect(parts.data[0]).toMatchObject({ filename: 'data.csv', size: 200_000 });
  expect(formFields).toEqual({ before: ['one'], after: ['two'] });
});

test('conditions may look at fields and files; a call that does not meet them leaves no file', async () => {
  const condition = {
    type: 'io.kestra.plugin.core.condition.Expression',
    expression: "{{ trigger.formFields.go[0] == 'yes' }}",
  };
  const { call, stored } = await enter({ conditions: [condition] });
  const form = (go: string): FormData => aForm({ go, data: new Blob(['kept']) });

  expect((await call(form('no'))).status).toBe(204);
  expect(await stored()).toEqual([]);
  expect((await call(form('yes'))).status).toBe(200);
  expect(await stored()).toHaveLength(1);
});

test('what is stored must be signed, too', async () => {
  const { call, variables, stored } = await enter({
    fetchType: 'STORE',
    signature: { secret: 'both know', header: 'X-Signed' },
  });
  const signed = (text: string): Record<string, string> => ({
    'content-type': 'text/plain',
    'x-signed': createHmac('sha256', 'both know').update(text).digest('hex'),
  });

  expect((await call('forged', signed('other'))).status).toBe(404);
  expect(await stored()).toEqual([]);
  expect((await variables('true', signed('true'))).uri).toMatch(/body\.txt$/);
});

test('a form that breaks off is refused and leaves nothing', async () => {
  const { call, stored } = await enter();
  const broken = '--x\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\nhalf';

  expect((await call(broken, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
  expect(await stored()).toEqual([]);
});

test('files go with their execution', async () => {
  const { tenant, variables, stored } = await enter({ fetchType: 'STORE' });
  const { id } = await variables('text', { 'content-type': 'text/plain' });
  expect(await stored()).toHaveLength(1);

  await server.call('DELETE', `/executions/${id}`, { tenant });

  expect(await stored()).toEqual([]);
});
