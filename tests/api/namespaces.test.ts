/** What belongs to a namespace, from outside: details, key/value pairs, secrets, files. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeZip } from '@windhover/services';
import { aFlow, fileForm, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});

const yaml = { 'content-type': 'application/x-yaml' };
const text = { 'content-type': 'text/plain' };

/** Saves a flow of one task and runs it to its end. */
async function runOf(tenant: string, namespace: string, task: object) {
  const source = JSON.stringify({ id: 'probe', namespace, tasks: [{ id: 'probe', ...task }] });
  const saved = await server.request('POST', '/flows', { tenant, body: source, headers: yaml });
  if (saved.status === 422)
    await server.call('PUT', `/flows/${namespace}/probe`, { tenant, body: source, headers: yaml });
  return server.call('POST', `/executions/${namespace}/probe?wait=true`, { tenant });
}

const returning = (format: string) => ({ type: 'io.kestra.plugin.core.debug.Return', format });

describe('key/value pairs', () => {
  test.each([
    ['{"a": [1, 2]}', 'JSON', { a: [1, 2] }],
    ['12.5', 'NUMBER', 12.5],
    ['true', 'BOOLEAN', true],
    ['"2026-01-31"', 'STRING', '2026-01-31'],
    ['2026-01-31', 'DATE', '2026-01-31'],
    ['2026-01-31T10:00:00Z', 'DATETIME', '2026-01-31T10:00:00Z'],
    ['PT15M', 'DURATION', 'PT15M'],
    ['plain words', 'STRING', 'plain words'],
  ])('%s is kept as %s', async (body, type, value) => {
    const tenant = await server.newTenant();

    await server.call('PUT', '/namespaces/company.team/kv/key', { tenant, body, headers: text });

    expect(await server.call('GET', '/namespaces/company.team/kv/key', { tenant })).toMatchObject({
      type,
      value,
      revision: 1,
    });
  });

  test.each([
    ['UTF-8, as most clients send it', Buffer.from('Größe – 大きさ'), 'Größe – 大きさ'],
    ['Latin-1, as browsers do by themselves', Buffer.from('Größe', 'latin1'), 'Größe'],
  ])('a description in a header is read as %s', async (_, bytes, description) => {
    const tenant = await server.newTenant();
    const headers = { ...text, description: bytes.toString('latin1') };

    await server.call('PUT', '/namespaces/company.team/kv/key', { tenant, body: '1', headers });

    expect((await server.call('GET', '/namespaces/company.team/kv', { tenant }))[0].description).toBe(description);
  });

  test('a value that has expired is gone, one that never was is not found', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', '/namespaces/a/kv/short', { tenant, body: '1', headers: { ...text, ttl: 'PT0S' } });

    expect(await server.call('GET', '/kv', { tenant })).toEqual({ results: [], total: 0 });
    expect((await server.request('GET', '/namespaces/a/kv/short', { tenant })).status).toBe(410);
    expect((await server.request('GET', '/namespaces/a/kv/other', { tenant })).status).toBe(404);
  });

  test('those of all namespaces are sorted by what is said of them, and found by their dates', async () => {
    const tenant = await server.newTenant();
    for (const [key, description, ttl] of [
      ['one', 'b', 'PT1H'],
      ['two', 'a', 'PT3H'],
      ['three', 'c', 'PT9H'],
    ] as const)
      await server.call('PUT', `/namespaces/a/kv/${key}`, {
        tenant,
        body: '1',
        headers: { ...text, description, ttl },
      });
    const keysOf = async (query: string): Promise<string[]> =>
      (await server.call('GET', `/kv?${query}`, { tenant })).results.map(({ key }: { key: string }) => key);
    const soon = new Date(Date.now() + 2 * 3_600_000).toISOString();

    expect(await keysOf('sort=description:desc')).toEqual(['three', 'one', 'two']);
    expect(await keysOf(`filters[expirationDate][LESS_THAN]=${soon}`)).toEqual(['one']);
  });

  test('a flow reads those of the namespaces above its own', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', '/namespaces/company/kv/region', { tenant, body: '"eu"', headers: text });

    const execution = await runOf(tenant, 'company.team', returning("{{ kv('region') }}"));

    expect(execution.taskRunList[0].outputs).toEqual({ value: 'eu' });
    const inherited = await server.call('GET', '/namespaces/company.team/kv/inheritance', { tenant });
    expect(inherited.map((entry: { key: string }) => entry.key)).toEqual(['region']);
  });

  test('the same key in two tenants has two values', async () => {
    const [one, other] = [await server.newTenant(), await server.newTenant()];
    await server.call('PUT', '/namespaces/a/kv/who', { tenant: one, body: '"one"', headers: text });
    await server.call('PUT', '/namespaces/a/kv/who', { tenant: other, body: '"other"', headers: text });

    expect((await server.call('GET', '/namespaces/a/kv/who', { tenant: one })).value).toBe('one');
    expect((await server.call('GET', '/kv', { tenant: other })).results).toHaveLength(1);
  });
});

describe('secrets', () => {
  test('a value is used by flows, masked in their logs, and given back by nothing', async () => {
    const tenant = await server.newTenant();
    const value = `canary-${tenant}-s3cr3t`;
    await server.call('PUT', '/namespaces/company/secrets', {
      tenant,
      body: { key: 'API_KEY', value, description: 'of the API' },
    });

    const execution = await runOf(tenant, 'company.team', {
      type: 'io.kestra.plugin.core.log.Log',
      message: "key is {{ secret('API_KEY') }}",
    });

    expect(execution.state.current).toBe('SUCCESS');
    const logs = await server.call('GET', `/logs/${execution.id}`, { tenant });
    expect(logs.map((line: { message: string }) => line.message)).toContain('key is ********');
    const listed = await server.call('GET', '/secrets?filters[namespace][EQUALS]=company', { tenant });
    expect(listed).toMatchObject({
      readOnly: false,
      total: 1,
      results: [{ key: 'API_KEY', description: 'of the API' }],
    });
    expect(JSON.stringify(listed)).not.toContain(value);
    expect(await server.call('GET', '/namespaces/company.team/inherited-secrets', { tenant })).toEqual({
      company: ['API_KEY'],
    });
  });

  test('nothing in the data directory holds a value in clear', async () => {
    const tenant = await server.newTenant();
    const value = `canary-at-rest-${tenant}`;

    await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'AT_REST', value } });

    for (const entry of await readdir(server.dataDirectory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath, entry.name));
      expect(content.includes(value), entry.name).toBe(false);
    }
  });

  test('a secret of another tenant does not exist here', async () => {
    const [one, other] = [await server.newTenant(), await server.newTenant()];
    await server.call('PUT', '/namespaces/company/secrets', {
      tenant: one,
      body: { key: 'MINE', value: 'only-of-one' },
    });

    const execution = await runOf(other, 'company', returning("{{ secret('MINE') }}"));

    expect(execution.state.current).toBe('FAILED');
    const logs = await server.call('GET', `/logs/${execution.id}`, { tenant: other });
    expect(JSON.stringify(logs)).toContain("Cannot find secret for key 'MINE'");
  });

  test('a subflow gives itself those of its own namespace, not of the flow that starts it', async () => {
    const tenant = await server.newTenant();
    for (const namespace of ['team', 'vault'])
      await server.call('PUT', `/namespaces/${namespace}/secrets`, {
        tenant,
        body: { key: `OF_${namespace.toUpperCase()}`, value: `very-secret-of-${namespace}` },
      });
    const child = async (id: string, key: string): Promise<void> => {
      const inputs = [{ id: 'given', type: 'STRING', defaults: `{{ secret('${key}') }}` }];
      await server.call('POST', '/flows', { tenant, body: aFlow({ id, namespace: 'team', inputs }) });
    };
    await child('modest', 'OF_TEAM');
    await child('greedy', 'OF_VAULT');
    const start = (flowId: string) =>
      runOf(tenant, 'vault', { type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'team', flowId });

    const [modest, greedy] = [await start('modest'), await start('greedy')];

    expect([modest.state.current, greedy.state.current]).toEqual(['SUCCESS', 'FAILED']);
    const logs = await server.call('GET', `/logs/${greedy.id}`, { tenant });
    expect(JSON.stringify(logs)).toContain("Cannot find secret for key 'OF_VAULT'");
  });

  test('a namespace beside shows them only to those whom it names, one below sees them', async () => {
    const tenant = await server.newTenant();
    const open = { id: 'vault', allowedNamespaces: [{ namespace: 'team' }] };
    await server.call('PUT', '/namespaces/vault/secrets', { tenant, body: { key: 'KEY', value: 'very-secret' } });
    const read = returning("{{ secret('KEY', namespace='vault') | length }}");

    const before = await runOf(tenant, 'team.a', read);
    await server.call('POST', '/namespaces', { tenant, body: open });
    const ends = [before, await runOf(tenant, 'team.a', read), await runOf(tenant, 'other', read)];
    ends.push(await runOf(tenant, 'vault.below', returning("{{ secret('KEY') | length }}")));

    expect(ends.map(({ state }) => state.current)).toEqual(['FAILED', 'SUCCESS', 'FAILED', 'SUCCESS']);
  });

  test('a value that is too short to be masked is refused', async () => {
    const tenant = await server.newTenant();

    const refused = await server.request('PUT', '/namespaces/a/secrets', { tenant, body: { key: 'K', value: 'abc' } });

    expect(refused.status).toBe(422);
  });
});

describe('details', () => {
  test('variables of a namespace and those above it are merged, the nearest wins', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/namespaces', { tenant, body: { id: 'company', variables: { region: 'eu', tier: 1 } } });
    await server.call('POST', '/namespaces', { tenant, body: { id: 'company.team', variables: { tier: 2 } } });

    const merged = await server.call('GET', '/namespaces/company.team/inherited-variables', { tenant });

    expect(merged).toEqual({ region: 'eu', tier: 2 });
  });

  test('a flow sees the variables of its namespace', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/namespaces', { tenant, body: { id: 'company', variables: { region: 'eu' } } });

    const execution = await runOf(tenant, 'company.team', returning('{{ namespace.region }}'));

    expect(execution.taskRunList[0].outputs).toEqual({ value: 'eu' });
  });

  test('every template of a flow sees them: inputs, checks, conditions, tasks, outputs, triggers', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/namespaces', {
      tenant,
      body: { id: 'company', variables: { region: 'eu', on: true } },
    });
    await server.call('PUT', '/namespaces/company/kv/key', { tenant, body: '"kept"', headers: text });
    const branch = (id: string) => ({ id, ...returning('{{ inputs.region }} {{ inputs.pair }}') });
    const source = {
      id: 'everywhere',
      namespace: 'company.team',
      inputs: [
        { id: 'region', type: 'STRING', defaults: '{{ namespace.region }}' },
        { id: 'pair', type: 'STRING', defaults: "{{ kv('key') }}" },
      ],
      checks: [{ when: "{{ namespace.region == 'eu' }}", message: 'Only in the EU' }],
      tasks: [
        {
          id: 'if',
          type: 'io.kestra.plugin.core.flow.If',
          condition: '{{ namespace.on }}',
          then: [branch('yes')],
          else: [branch('no')],
        },
      ],
      outputs: [{ id: 'region', type: 'STRING', value: '{{ namespace.region }}' }],
      triggers: [
        {
          id: 'hook',
          type: 'io.kestra.plugin.core.trigger.Webhook',
          key: 'key-of-{{ namespace.region }}',
          when: "{{ namespace.region == 'eu' }}",
          inputs: { region: 'from {{ namespace.region }}' },
        },
      ],
    };
    await server.call('POST', '/flows', { tenant, body: JSON.stringify(source), headers: yaml });

    const byHand = await server.call('POST', '/executions/company.team/everywhere?wait=true', { tenant });
    const hook = '/executions/webhook/company.team/everywhere/key-of-eu';
    const byHook = await server.call('POST', hook, { tenant, body: {} });
    await server.call('PUT', '/namespaces/company', { tenant, body: { id: 'company', variables: { region: 'us' } } });
    const refused = await server.request('POST', '/executions/company.team/everywhere', { tenant });

    expect(byHand.taskRunList[1]).toMatchObject({ taskId: 'yes', outputs: { value: 'eu kept' } });
    expect(byHand.outputs).toEqual({ region: 'eu' });
    expect(byHook.inputs.region).toBe('from eu');
    expect(refused).toMatchObject({ status: 422, json: { message: expect.stringContaining('Only in the EU') } });
    expect((await server.request('POST', hook, { tenant, body: {} })).status).toBe(404);
  });

  test('a change counts for the next task, and another tenant sees its own', async () => {
    const [tenant, other] = [await server.newTenant(), await server.newTenant()];
    for (const [of, region] of [
      [tenant, 'eu'],
      [other, 'us'],
    ] as const) {
      await server.call('POST', '/namespaces', { tenant: of, body: { id: 'company', variables: { region } } });
    }
    const seen = async (of: string) =>
      (await runOf(of, 'company.team', returning('{{ namespace.region }}'))).taskRunList[0].outputs.value;

    expect([await seen(tenant), await seen(other), await seen(tenant)]).toEqual(['eu', 'us', 'eu']);
    await server.call('PUT', '/namespaces/company', { tenant, body: { id: 'company', variables: { region: 'ch' } } });
    expect([await seen(tenant), await seen(other)]).toEqual(['ch', 'us']);
  });

  test('a namespace that only flows imply is found, unless existing ones are asked for', async () => {
    const tenant = await server.newTenant();
    await runOf(tenant, 'implied.by.flow', returning('x'));

    const all = await server.call('GET', '/namespaces/search', { tenant });
    const existing = await server.call('GET', '/namespaces/search?existing=true', { tenant });
    const filtered = await server.call('GET', '/namespaces/search?filters[existingOnly][EQUALS]=true', { tenant });

    expect(all.results.map((item: { id: string }) => item.id)).toEqual(['implied', 'implied.by', 'implied.by.flow']);
    expect([existing.total, filtered.total]).toEqual([0, 0]);
  });

  test('a search below a namespace finds it and what is below it', async () => {
    const tenant = await server.newTenant();
    for (const id of ['one', 'one.two', 'onetwo']) await server.call('POST', '/namespaces', { tenant, body: { id } });

    const { results } = await server.call('GET', '/namespaces/search?filters[namespace][PREFIX]=one', { tenant });

    expect(results.map((item: { id: string }) => item.id)).toEqual(['one', 'one.two']);
  });

  test('suggestions hold the ids that were given beside what contains the text', async () => {
    const tenant = await server.newTenant();
    for (const id of ['one', 'two', 'three']) await server.call('POST', '/namespaces', { tenant, body: { id } });
    const suggest = (body: object) => server.call('POST', '/namespaces/autocomplete', { tenant, body });

    expect(await suggest({ q: 'TW' })).toEqual(['two']);
    expect(await suggest({ q: 'two', ids: ['one', 'none'] })).toEqual(['one', 'two']);
  });

  test('an id twice is a conflict, a bad one names its rule', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/namespaces', { tenant, body: { id: 'once' } });

    expect((await server.request('POST', '/namespaces', { tenant, body: { id: 'once' } })).status).toBe(409);
    expect((await server.request('POST', '/namespaces', { tenant, body: { id: 'Not Good' } })).status).toBe(422);
  });
});

describe('files', () => {
  const upload = (tenant: string, path: string, content: string) =>
    server.request('POST', `/namespaces/company.team/files?path=${encodeURIComponent(path)}`, {
      tenant,
      body: fileForm(content),
    });

  test('a file is uploaded, listed, read by a flow, moved and deleted', async () => {
    const tenant = await server.newTenant();
    expect((await upload(tenant, '/sql/query.sql', 'select 1')).status).toBe(200);

    const execution = await runOf(tenant, 'company.team', returning("{{ read('sql/query.sql') }}"));
    await server.call('PUT', '/namespaces/company.team/files?from=/sql/query.sql&to=/sql/moved.sql', { tenant });

    expect(execution.taskRunList[0].outputs).toEqual({ value: 'select 1' });
    const listed = await server.call('GET', '/namespaces/company.team/files/directory?path=/sql', { tenant });
    expect(listed).toMatchObject([{ fileName: 'moved.sql', type: 'File', size: 8 }]);
    await server.call('DELETE', '/namespaces/company.team/files?path=/sql', { tenant });
    expect(await server.call('GET', '/namespaces/company.team/files/search?q=sql', { tenant })).toEqual([]);
  });

  const importZip = async (
    tenant: string,
    contents: Readonly<Record<string, string>>,
    path = '/',
    route = 'files/import',
  ) => {
    const entries = Object.entries(contents).map(([name, content]) => ({
      path: name,
      content: Buffer.from(content),
      modifiedAt: 0,
    }));
    const body = new FormData();
    body.set('fileContent', new Blob(await Array.fromAsync(writeZip(entries))), 'files.zip');
    return server.request('POST', `/namespaces/company.team/${route}?path=${path}`, { tenant, body });
  };

  test('an archive is unpacked into a directory, and what was there is replaced', async () => {
    const tenant = await server.newTenant();
    await upload(tenant, '/lib/a.txt', 'before');
    const read = async (path: string) =>
      (await server.request('GET', `/namespaces/company.team/files?path=${path}`, { tenant })).text;

    const { status, json } = await importZip(tenant, { 'a.txt': 'after', 'deep/b.txt': 'new' }, '/lib');

    expect([status, json]).toEqual([200, { count: 2 }]);
    expect(await Promise.all(['/lib/a.txt', '/lib/deep/b.txt'].map(read))).toEqual(['after', 'new']);
  });

  test('an archive that is uploaded as a file is unpacked where it would lie', async () => {
    const tenant = await server.newTenant();

    const { status } = await importZip(tenant, { 'a.txt': 'one', 'deep/b.txt': 'two' }, '/lib/files.zip', 'files');

    expect(status).toBe(200);
    expect((await server.call('GET', '/namespaces/company.team/files/search?q=', { tenant })).toSorted()).toEqual([
      '/lib/a.txt',
      '/lib/deep/b.txt',
    ]);
  });

  test('all files of a namespace are exported as one archive, and nothing of another namespace or tenant', async () => {
    const [tenant, other] = [await server.newTenant(), await server.newTenant()];
    await upload(tenant, '/sql/ours.sql', 'select 1');
    await upload(other, '/sql/theirs.sql', 'select 2');

    const exported = await server.request('GET', '/namespaces/company.team/files/export', { tenant });
    const none = await server.request('GET', '/namespaces/company.other/files/export', { tenant });

    // An archive has the names of its files in the clear
    expect(exported.text.match(/\w+\/\w+\.sql/g)?.[0]).toBe('sql/ours.sql');
    expect(exported.headers.get('content-disposition')).toContain('company.team_files.zip');
    expect([exported.text, none.text].filter((text) => /theirs/.test(text))).toEqual([]);
    expect(none.text).not.toContain('ours');
  });

  test.each(['../up.txt', '/etc/passwd', 'a/../../up.txt', 'a\\b.txt', 'nul\0.txt'])(
    'an archive with a file called %j is refused as a whole',
    async (path) => {
      const tenant = await server.newTenant();

      const { status, json } = await importZip(tenant, { 'fine.txt': 'x', [path]: 'x' });

      expect([status, json.message]).toEqual([422, expect.stringContaining('is not allowed')]);
      expect(await server.call('GET', '/namespaces/company.team/files/search?q=', { tenant })).toEqual([]);
    },
  );

  test.each(['/../secret.key', '/a/../../x', '//x', '/a\\b', '/a/./b'])('the path %s is refused', async (path) => {
    const tenant = await server.newTenant();

    expect((await upload(tenant, path, 'x')).status).toBe(422);
  });
});

test('a namespace that stands only above those of flows becomes one of its own when it is changed', async () => {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ namespace: 'company.team.data' }) });

  const body = { id: 'company.team', description: 'ours' };
  await server.call('PUT', '/namespaces/company.team', { tenant, body });

  expect(await server.call('GET', '/namespaces/company.team', { tenant })).toMatchObject(body);
  expect((await server.request('PUT', '/namespaces/comp', { tenant, body: { id: 'comp' } })).status).toBe(404);
});
