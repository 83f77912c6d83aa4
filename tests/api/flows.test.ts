import { aFlow, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});

const yaml = { 'content-type': 'application/x-yaml' };

describe('saving', () => {
  test('a flow keeps its source word for word, and the same source again is no new revision', async () => {
    const tenant = await server.newTenant();
    const source =
      '# why\nid: hello\nnamespace: company.team\nlabels: {env: prod}\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n';

    const created = await server.call('POST', '/flows', { tenant, body: source, headers: yaml });
    const again = await server.call('PUT', '/flows/company.team/hello', { tenant, body: source, headers: yaml });
    const changed = await server.call('PUT', '/flows/company.team/hello', {
      tenant,
      body: `${source}# more\n`,
      headers: yaml,
    });

    expect(created).toMatchObject({
      id: 'hello',
      namespace: 'company.team',
      revision: 1,
      source,
      labels: [{ key: 'env', value: 'prod' }],
      deleted: false,
    });
    expect(again.revision).toBe(1);
    expect(changed.revision).toBe(2);
    const read = await server.call('GET', '/flows/company.team/hello?revision=1&source=true', { tenant });
    expect(read.source).toBe(source);
    expect((await server.request('GET', '/flows/company.team/hello?revision=9', { tenant })).status).toBe(404);
    expect((await server.call('GET', '/flows/company.team/hello', { tenant })).source).toBeUndefined();
  });

  test('flows and logs, which are asked for in a tenant, do not repeat its id; executions do', async () => {
    const tenant = await server.newTenant();
    const source = aFlow({ id: 'here', namespace: 'company.team', tenantId: 'elsewhere' });

    const created = await server.call('POST', '/flows', { tenant, body: source, headers: yaml });
    const execution = await server.call('POST', '/executions/company.team/here?wait=true', { tenant });
    const [line] = await server.call('GET', `/logs/${execution.id}`, { tenant });

    expect(execution.tenantId).toBe(tenant);
    expect(line.executionId).toBe(execution.id);
    for (const told of [created, await server.call('GET', '/flows/company.team/here', { tenant }), line])
      expect(told).not.toHaveProperty('tenantId');
  });

  test('an id that exists is refused with 422, another id or namespace in an update too', async () => {
    const tenant = await server.newTenant();
    const source = aFlow({ id: 'one', namespace: 'a' });
    await server.call('POST', '/flows', { tenant, body: source, headers: yaml });

    const twice = await server.request('POST', '/flows', { tenant, body: source, headers: yaml });
    const moved = await server.request('PUT', '/flows/a/one', {
      tenant,
      body: aFlow({ id: 'two', namespace: 'b' }),
      headers: yaml,
    });

    expect([twice.status, twice.json.message]).toEqual([422, 'Invalid entity: id: Flow id already exists']);
    expect(moved.status).toBe(422);
    expect(moved.json._embedded.errors.map((error: { path: string }) => error.path)).toEqual(['id', 'namespace']);
  });

  test('an invalid flow is refused with every problem', async () => {
    const tenant = await server.newTenant();

    const reply = await server.request('POST', '/flows', {
      tenant,
      body: 'id: a\nnamespace: b\nx: 1\ntasks: []\n',
      headers: yaml,
    });

    expect(reply.status).toBe(422);
    expect(reply.json.message).toBe(
      'Invalid entity: Invalid Flow: x: Unrecognized field "x", tasks: must not be empty',
    );
    expect(reply.json._embedded.errors).toHaveLength(2);
  });

  test.each(['null', '[null]', '7', '[[]]'])('a flow is not %s', async (body) => {
    const tenant = await server.newTenant();
    const headers = { 'content-type': 'application/json' };

    const { status, json } = await server.request('POST', '/flows', { tenant, body, headers });

    expect([status, json.message]).toEqual([
      422,
      'Illegal argument: the JSON body must be an object, a list of them, or a text',
    ]);
  });

  test('a flow sent as JSON becomes YAML', async () => {
    const tenant = await server.newTenant();
    const flow = {
      id: 'json',
      namespace: 'a',
      tasks: [{ id: 't', type: 'io.kestra.plugin.core.debug.Return', format: 'yes' }],
    };

    const created = await server.call('POST', '/flows', { tenant, body: flow });

    expect(created.source).toBe(
      'id: json\nnamespace: a\ntasks:\n  - id: t\n    type: io.kestra.plugin.core.debug.Return\n    format: "yes"\n',
    );
  });

  test('a deleted flow is gone, its revisions stay, and its numbers go on', async () => {
    const tenant = await server.newTenant();
    const source = aFlow({ id: 'gone', namespace: 'a' });
    await server.call('POST', '/flows', { tenant, body: source, headers: yaml });

    const deleted = await server.request('DELETE', '/flows/a/gone', { tenant });
    const read = await server.request('GET', '/flows/a/gone', { tenant });
    const shown = await server.call('GET', '/flows/a/gone?allowDeleted=true', { tenant });
    expect((await server.request('GET', '/flows/a/gone/revisions', { tenant })).status).toBe(404);
    const created = await server.call('POST', '/flows', { tenant, body: source, headers: yaml });

    expect([deleted.status, read.status, shown.deleted, created.revision]).toEqual([204, 404, true, 3]);
    const revisions = await server.call('GET', '/flows/a/gone/revisions', { tenant });
    expect(revisions.map((revision: { revision: number }) => revision.revision)).toEqual([1, 3]);
  });

  test('an execution is repeated with a revision that is there, and is told which one is not', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'once', namespace: 'a' }), headers: yaml });
    const { id } = await server.call('POST', '/executions/a/once?wait=true', { tenant });

    for (const address of [`/executions/${id}/replay?revision=9`, `/executions/${id}/restart?revision=9`]) {
      const { status, json } = await server.request('POST', address, { tenant });
      expect([status, json.message]).toEqual([404, "Not Found: flow 'a.once', revision 9"]);
    }
  });

  test('a restart with another revision is a new execution that says so in its labels', async () => {
    const tenant = await server.newTenant();
    const flow = { id: 'mended', namespace: 'a' };
    const fail = { id: 'only', type: 'io.kestra.plugin.core.execution.Fail' };
    await server.call('POST', '/flows', { tenant, body: aFlow({ ...flow, tasks: [fail] }), headers: yaml });
    const { id } = await server.call('POST', '/executions/a/mended?wait=true', { tenant });
    await server.call('PUT', '/flows/a/mended', {
      tenant,
      body: aFlow({ ...flow, tasks: [{ ...fail, condition: 'false' }] }),
      headers: yaml,
    });

    const restarted = await server.call('POST', `/executions/${id}/restart?revision=2`, { tenant });

    expect(restarted).toMatchObject({ parentId: id, flowRevision: 2 });
    expect(restarted.labels).toContainEqual({ key: 'system.restarted', value: 'true' });
  });

  test('what became of an execution is not said of a replay of it, and its labels keep their places', async () => {
    const tenant = await server.newTenant();
    const flow = aFlow({ id: 'again', namespace: 'a', labels: { team: 'data' } });
    await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });
    const { id } = await server.call('POST', '/executions/a/again?wait=true', { tenant });

    await server.call('POST', `/executions/${id}/replay`, { tenant });
    const second = await server.call('POST', `/executions/${id}/replay`, { tenant });
    const original = await server.call('GET', `/executions/${id}`, { tenant });

    const keys = ({ labels }: { labels: { key: string }[] }) => labels.map(({ key }) => key);
    expect(keys(second)).toEqual(['team', 'system.correlationId', 'system.replay']);
    expect(keys(original)).toEqual(['team', 'system.correlationId', 'system.replayed']);
  });

  test('a draft may be incomplete', async () => {
    const tenant = await server.newTenant();

    const created = await server.call('POST', '/flows?draft=true', {
      tenant,
      body: 'id: d\nnamespace: a\n',
      headers: yaml,
    });

    expect(created).toMatchObject({ id: 'd', draft: true, revision: 1 });
  });

  test('a draft is run by those who name its revision, and by nobody else', async () => {
    const tenant = await server.newTenant();
    const save = (method: string, path: string, message: string) =>
      server.call(method, path, { tenant, body: aFlow({ id: 'd', namespace: 'a', tasks: [returnTask(message)] }) });
    const run = async (query = '') => {
      const { status, json } = await server.request('POST', `/executions/a/d?wait=true${query}`, { tenant });
      return [status, json.taskRunList?.[0].outputs.value];
    };

    await save('POST', '/flows?draft=true', 'first');
    expect([await run(), await run('&revision=1')]).toEqual([
      [404, undefined],
      [200, 'first'],
    ]);
    await save('PUT', '/flows/a/d', 'second');
    await save('PUT', '/flows/a/d?draft=true', 'third');
    expect([await run(), await run('&revision=3')]).toEqual([
      [200, 'second'],
      [200, 'third'],
    ]);
    await server.call('DELETE', '/flows/a/d', { tenant });
    expect((await run('&revision=1'))[0]).toBe(404);
  });

  test('of twenty simultaneous saves none is lost', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'busy', namespace: 'a' }), headers: yaml });

    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        server.request('PUT', '/flows/a/busy', {
          tenant,
          body: aFlow({ id: 'busy', namespace: 'a', description: `${index}` }),
          headers: yaml,
        }),
      ),
    );

    const winners = saved.filter((reply) => reply.status === 200);
    const revisions = await server.call('GET', '/flows/a/busy/revisions', { tenant });
    expect(revisions).toHaveLength(winners.length + 1);
    expect(new Set(winners.map((reply) => reply.json.revision)).size).toBe(winners.length);
    expect(winners).toHaveLength(20);
  });
});

describe('many at once', () => {
  test('updating a namespace deletes what is not named, unless told otherwise', async () => {
    const tenant = await server.newTenant();
    const one = aFlow({ id: 'one', namespace: 'a' });
    const two = aFlow({ id: 'two', namespace: 'a' });
    await server.call('POST', '/flows/a', { tenant, body: `${one}\n---\n${two}`, headers: yaml });

    await server.call('POST', '/flows/a?delete=false', {
      tenant,
      body: aFlow({ id: 'three', namespace: 'a' }),
      headers: yaml,
    });
    expect((await server.call('GET', '/flows/a', { tenant })).map((flow: { id: string }) => flow.id)).toEqual([
      'one',
      'three',
      'two',
    ]);
    await server.call('POST', '/flows/a', { tenant, body: two, headers: yaml });
    expect((await server.call('GET', '/flows/a', { tenant })).map((flow: { id: string }) => flow.id)).toEqual(['two']);
  });

  test('one bad document and nothing is saved', async () => {
    const tenant = await server.newTenant();

    const reply = await server.request('POST', '/flows/a', {
      tenant,
      body: `${aFlow({ id: 'good', namespace: 'a' })}\n---\nid: bad\nnamespace: a\n`,
      headers: yaml,
    });

    expect(reply.status).toBe(422);
    expect(reply.json.message).toContain('Document 2');
    expect(await server.call('GET', '/flows/a', { tenant })).toEqual([]);
  });

  test('flows of the namespaces below one are saved with it when that is asked, others never', async () => {
    const tenant = await server.newTenant();
    const save = async (namespace: string, query: string): Promise<number> => {
      const body = aFlow({ namespace });
      return (await server.request('POST', `/flows/bulk?namespace=a${query}`, { tenant, body, headers: yaml })).status;
    };

    await save('a.c', '&allowNamespaceChild=true&delete=false');
    await server.call('POST', '/flows', { tenant, body: aFlow({ namespace: 'ab' }), headers: yaml });

    const below = '&allowNamespaceChild=true';
    expect([await save('a.b', ''), await save('a.b', below), await save('ab', below)]).toEqual([422, 200, 422]);
    const left = await server.call('GET', '/flows/distinct-namespaces', { tenant });
    expect(left).toEqual(['a.b', 'ab']);
  });

  test('override moves documents into the namespace', async () => {
    const tenant = await server.newTenant();

    await server.call('POST', '/flows/b?override=true', {
      tenant,
      body: 'id: m\nnamespace: a # here\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n',
      headers: yaml,
    });

    expect((await server.call('GET', '/flows/b/m?source=true', { tenant })).source).toContain('namespace: b # here');
  });

  test.each([
    'filters[namespace]=b',
    'filters[namespace][EQUALS=b',
    'filters[]=b',
    'filter[namespace][EQUALS]=b',
    'triggerId=b',
    'namespace=b',
    'bogus=b',
  ])('by query, %s is refused, since ignored it would act on everything', async (query) => {
    const tenant = await server.newTenant();
    await server.call('POST', '/flows', {
      tenant,
      body: 'id: x\nnamespace: a\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n',
      headers: yaml,
    });

    const refused = await server.request('DELETE', `/flows/delete/by-query?${query}`, { tenant });

    expect(refused.status).toBe(422);
    expect((await server.request('GET', '/flows/a/x', { tenant })).status).toBe(200);
  });

  test.each([[[{ field: 'namespace', operation: 'EQUALS', value: 'b' }]], [{ namespace: 'b' }], [{ filters: 'b' }]])(
    'by query, the body %j is refused, and nothing is done',
    async (body) => {
      const tenant = await server.newTenant();
      await server.call('POST', '/flows', {
        tenant,
        body: 'id: x\nnamespace: a\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n',
        headers: yaml,
      });

      const refused = await server.request('DELETE', '/flows/delete/by-query', { tenant, body });

      expect(refused.status).toBe(422);
      expect((await server.request('GET', '/flows/a/x', { tenant })).status).toBe(200);
    },
  );

  test('flows are validated as files of a form, too', async () => {
    const tenant = await server.newTenant();
    const body = new FormData();
    for (const id of ['one', 'two'])
      body.append('flows', new Blob([`id: ${id}\nnamespace: a\ntasks: []\n`]), `${id}.yml`);

    const results = await server.call('POST', '/flows/validate', { tenant, body });

    expect(results).toMatchObject([
      { index: 0, flow: 'one', constraints: 'tasks: must not be empty' },
      { index: 1, flow: 'two', constraints: 'tasks: must not be empty' },
    ]);
  });

  test('disabling writes a revision, and by-ids routes are all or nothing', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/flows', {
      tenant,
      body: 'id: x\nnamespace: a\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n',
      headers: yaml,
    });

    const missing = await server.request('POST', '/flows/disable/by-ids', {
      tenant,
      body: [
        { id: 'x', namespace: 'a' },
        { id: 'y', namespace: 'a' },
      ],
    });
    const done = await server.call('POST', '/flows/disable/by-query?filters[namespace][EQUALS]=a', { tenant });

    expect([missing.status, done]).toEqual([400, { count: 1 }]);
    expect(missing.json).toMatchObject({
      message: "Invalid bulk request: nothing was done: Not Found: flow 'a.y'",
      invalids: [{ message: "Not Found: flow 'a.y'", invalidValue: 'a.y' }],
    });
    expect(await server.call('GET', '/flows/a/x?source=true', { tenant })).toMatchObject({
      disabled: true,
      revision: 2,
      source: 'id: x\nnamespace: a\ndisabled: true\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return}\n',
    });
  });
});

test('a flow that is named twice is changed once', async () => {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'x', namespace: 'a' }) });
  const body = [
    { id: 'x', namespace: 'a' },
    { id: 'x', namespace: 'a' },
  ];

  expect(await server.call('POST', '/flows/disable/by-ids', { tenant, body })).toEqual({ count: 1 });
  expect(await server.call('DELETE', '/flows/delete/by-ids', { tenant, body })).toEqual({ count: 1 });
});

describe('finding', () => {
  test('search, namespaces, text in sources, a single task', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/flows', {
      tenant,
      body: aFlow({ id: 'needle', namespace: 'a.b', description: 'In a Haystack' }),
      headers: yaml,
    });
    await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'other', namespace: 'c' }), headers: yaml });

    expect(
      (await server.call('GET', '/flows/search?filters[namespace][PREFIX]=a', { tenant })).results.map(
        (flow: { id: string }) => flow.id,
      ),
    ).toEqual(['needle']);
    expect(await server.call('GET', '/flows/distinct-namespaces', { tenant })).toEqual(['a.b', 'c']);
    const hits = await server.call('GET', '/flows/source?q=haystack', { tenant });
    expect(hits).toMatchObject({
      total: 1,
      results: [{ model: { id: 'needle' }, fragments: [expect.stringContaining('[mark]Haystack[/mark]')] }],
    });
    const within = (namespace: string) =>
      server.call('GET', `/flows/source?q=haystack&namespace=${namespace}`, { tenant });
    expect([(await within('a')).total, (await within('c')).total]).toEqual([1, 0]);
    const sorted = await server.call('GET', '/flows/source?q=tasks&sort=namespace:desc', { tenant });
    expect(sorted.results.map(({ model }: { model: { id: string } }) => model.id)).toEqual(['other', 'needle']);
    expect(await server.call('GET', '/flows/a.b/needle/tasks/log', { tenant })).toMatchObject({ id: 'log' });
    expect((await server.request('GET', '/flows/a.b/needle/tasks/nope', { tenant })).status).toBe(404);
  });

  test('a flow of another tenant is as absent as one that never was', async () => {
    const [mine, theirs] = [await server.newTenant(), await server.newTenant()];
    await server.call('POST', '/flows', {
      tenant: theirs,
      body: aFlow({ id: 'secret', namespace: 'a' }),
      headers: yaml,
    });

    expect((await server.request('GET', '/flows/a/secret', { tenant: mine })).status).toBe(404);
    expect(await server.call('GET', '/flows/search?q=secret', { tenant: mine })).toEqual({ results: [], total: 0 });
  });
});

test('validation answers each document with places in the whole text', async () => {
  const tenant = await server.newTenant();
  const text = `${'id: ok\nnamespace: a\ntasks:\n  - {id: e, type: io.kestra.plugin.core.debug.Echo}\n'}---\nid: bad\nnamespace: a\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Retrun}\n`;

  const [good, bad] = await server.call('POST', '/flows/validate', { tenant, body: text, headers: yaml });

  expect(good).toMatchObject({ index: 0, flow: 'ok', outdated: false, deprecationPaths: ['tasks[0]'] });
  expect(good.constraints).toBeUndefined();
  expect(bad.constraints).toContain(
    'Invalid type: io.kestra.plugin.core.debug.Retrun, did you mean io.kestra.plugin.core.debug.Return?',
  );
  expect(bad.problems[0]).toMatchObject({ line: 9, path: 'tasks[0].type' });
});

test('a number of its revision is no part of a source', async () => {
  const tenant = await server.newTenant();
  const source = (revision: string): string =>
    `id: f\n${revision}namespace: a\ntasks: [{id: t, type: io.kestra.plugin.core.debug.Return}]\n`;
  const save = (method: string, path: string, revision: string) =>
    server.call(method, path, { tenant, body: source(revision), headers: yaml });

  const created = await save('POST', '/flows', 'revision: 7\n');
  const again = await save('PUT', '/flows/a/f', 'revision: 8\n');

  expect(created).toMatchObject({ revision: 1, source: source('') });
  expect(again.revision).toBe(1);
});

test('a source that names another revision than the next one is outdated', async () => {
  const tenant = await server.newTenant();
  const source = (revision: string) =>
    `${revision}id: f\nnamespace: a\ntasks: [{id: t, type: io.kestra.plugin.core.debug.Return}]\n`;
  const isOutdated = async (revision: string): Promise<boolean> =>
    (await server.call('POST', '/flows/validate', { tenant, body: source(revision), headers: yaml }))[0].outdated;

  const before = await Promise.all(['revision: 1\n', 'revision: 2\n'].map(isOutdated));
  await server.call('POST', '/flows', { tenant, body: source(''), headers: yaml });
  const after = await Promise.all(['', 'revision: 1\n', 'revision: 2\n', 'revision: 3\n'].map(isOutdated));

  expect(before).toEqual([false, true]);
  expect(after).toEqual([false, true, false, true]);
});

test('plugin defaults of a namespace and of those above it count when a flow is saved and when it runs', async () => {
  const tenant = await server.newTenant();
  const type = 'io.kestra.plugin.core.debug.Return';
  const defaults = (format: string) => [{ type, values: { format } }];
  await server.call('POST', '/namespaces', {
    tenant,
    body: { id: 'a', deleted: false, pluginDefaults: defaults('far') },
  });
  await server.call('POST', '/namespaces', {
    tenant,
    body: { id: 'a.b', deleted: false, pluginDefaults: defaults('near') },
  });
  const run = async (namespace: string): Promise<string> => {
    const source = `id: d\nnamespace: ${namespace}\ntasks: [{id: t, type: ${type}}]\noutputs: [{id: o, type: STRING, value: "{{ outputs.t.value }}"}]\n`;
    await server.call('POST', '/flows', { tenant, body: source, headers: yaml });
    return (await server.call('POST', `/executions/${namespace}/d?wait=true`, { tenant })).outputs.o;
  };

  expect([await run('a.b'), await run('a.c')]).toEqual(['near', 'far']);
});

test('an upload that does not tell its own name ends as its input declares', async () => {
  const inputs = [
    { id: 'plain', type: 'FILE' },
    { id: 'rows', type: 'FILE', extension: '.csv' },
    { id: 'dotless', type: 'FILE', extension: 'csv' },
    { id: 'named', type: 'FILE' },
  ];
  await server.call('POST', '/flows', {
    body: aFlow({
      id: 'uploads',
      namespace: 'company',
      inputs,
      tasks: [returnTask('{{ read(inputs.rows) }}', 'tell')],
    }),
  });
  const form = new FormData();
  form.append('files', new Blob(['p']), 'plain');
  form.append('files', new Blob(['a,b']), 'rows');
  form.append('files', new Blob(['c,d']), 'dotless');
  form.append('named', new Blob(['n']), 'own.txt');

  const { inputs: given, taskRunList } = await server.call('POST', '/executions/company/uploads?wait=true', {
    body: form,
  });

  expect(given).toEqual({
    plain: expect.stringMatching(/\/plain\/file\.upl$/),
    rows: expect.stringMatching(/\/rows\/file\.csv$/),
    dotless: expect.stringMatching(/\/dotless\/file\.csv$/),
    named: expect.stringMatching(/\/named\/own\.txt$/),
  });
  expect(taskRunList[0].outputs).toEqual({ value: 'a,b' });
});

test('inputs are told as they were declared, with what they offer, before an execution is made', async () => {
  const inputs = [
    { id: 'kind', type: 'SELECT', values: ['a', 'b'], prefill: 'a', required: false, displayName: 'Kind' },
    {
      id: 'part',
      type: 'SELECT',
      expression: "{{ [inputs.kind ~ '1', inputs.kind ~ '2'] }}",
      dependsOn: { inputs: ['kind'], condition: "{{ inputs.kind == 'b' }}" },
    },
  ];
  await server.call('POST', '/flows', { body: aFlow({ id: 'asks', namespace: 'company', inputs }) });
  const form = new FormData();
  form.append('kind', 'b');

  const told = await server.call('POST', '/executions/company/asks/validate', { body: form });

  expect(told.inputs).toEqual([
    { input: inputs[0], value: 'b', enabled: true, isDefault: false, errors: [] },
    {
      input: { ...inputs[1], values: ['b1', 'b2'], required: true },
      enabled: true,
      isDefault: false,
      errors: [{ message: 'Invalid input for `part`, missing required input, but received `null`' }],
    },
  ]);
});
