/** Reusable inputs: kept by namespaces, and taken in by the flows of these and of the namespaces below. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { aFlow, eventually, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'kestra.encryption.secret-key': Buffer.alloc(32, 7).toString('base64') },
  });
  return () => server.stop();
});

const source = `# a comment
id: customer
namespace: company
description: Whom it is for
inputs:
  - id: country
    type: SELECT
    values: [PT, DE]
    defaults: PT
  - id: city
    type: STRING
    displayName: City
`;
const at = '/namespaces/company/reusable-inputs/customer';

describe('the API', () => {
  test('they are created, read word for word, changed and deleted', async () => {
    const tenant = await server.newTenant();

    const created = await server.call('PUT', at, { tenant, body: source });
    const read = await server.call('GET', at, { tenant });
    const same = await server.call('PUT', at, { tenant, body: source });
    const changed = await server.call('PUT', at, { tenant, body: source.replace('Whom', 'What') });
    const deleted = await server.request('DELETE', at, { tenant });

    expect(created).toEqual({
      id: 'customer',
      namespace: 'company',
      description: 'Whom it is for',
      inputs: [
        { id: 'country', type: 'SELECT', values: ['PT', 'DE'], defaults: 'PT' },
        { id: 'city', type: 'STRING', displayName: 'City' },
      ],
      revision: 1,
      updated: expect.any(String),
      source,
    });
    expect([read, same]).toEqual([created, created]);
    expect(changed).toMatchObject({ revision: 2, description: 'What it is for' });
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    for (const method of ['GET', 'DELETE']) expect((await server.request(method, at, { tenant })).status).toBe(404);
    expect((await server.call('PUT', at, { tenant, body: source })).revision).toBe(4);
  });

  test('every revision can be read, those that deleted it are not shown', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', at, { tenant, body: source });
    await server.call('DELETE', at, { tenant });
    await server.call('PUT', at, { tenant, body: source.replace('City', 'Town') });

    const all = await server.call('GET', `${at}/revisions`, { tenant });
    const first = await server.call('GET', `${at}?revision=1`, { tenant });
    const missing = await server.request('GET', `${at}?revision=2`, { tenant });

    expect(all.map(({ revision }: Block) => revision)).toEqual([1, 3]);
    expect(first.source).toBe(source);
    expect([missing.status, missing.json.message]).toEqual([
      404,
      "Not Found: reusable inputs 'company.customer', revision 2",
    ]);
  });

  test('the path names them, so that a source need not; a client may send it as a JSON text', async () => {
    const tenant = await server.newTenant();
    const bare = 'inputs:\n  - id: city\n    type: STRING\n';

    const saved = await server.call('PUT', at, { tenant, body: bare });
    const sent = await server.call('PUT', '/namespaces/company/reusable-inputs/other', {
      tenant,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bare),
    });
    const elsewhere = await server.request('PUT', '/namespaces/other/reusable-inputs/another', {
      tenant,
      body: source,
    });

    expect(saved).toMatchObject({ id: 'customer', namespace: 'company', source: bare });
    expect(sent).toMatchObject({ id: 'other', source: bare });
    expect(elsewhere.status).toBe(422);
    expect(elsewhere.json.message).toContain("id: 'customer' does not say where it is saved: write 'another'");
    expect(elsewhere.json.message).toContain("namespace: 'company' does not say where it is saved: write 'other'");
  });

  test('what is there already is refused where that is asked for', async () => {
    const tenant = await server.newTenant();
    const create = () => server.request('PUT', `${at}?failIfExists=true`, { tenant, body: source });

    const replies = [await create(), await create()];

    expect(replies.map(({ status }) => status)).toEqual([200, 409]);
    expect(replies[1]?.json.message).toContain("Reusable inputs 'company.customer' already exists");
  });

  test('every mistake is told with its place, before and when they are saved', async () => {
    const tenant = await server.newTenant();
    const body = `inputs:
  - id: a
    type: NUMBER
  - id: b
    type: INT
    min: x
    dependsOn: { inputs: [nothing] }
  - id: c
    type: REUSABLE_INPUTS
    ref: others
  - id: c
    type: FORM
    inputs: [{ id: d, type: FORM, inputs: [] }]
colour: red
`;

    const refused = await server.request('PUT', at, { tenant, body });
    const [validated] = await server.call('POST', '/reusable-inputs/validate', { tenant, body });
    const empty = await server.request('PUT', at, { tenant, body: 'inputs: []\n' });

    expect(refused.status).toBe(422);
    for (const message of [
      'Unrecognized field "colour"',
      "depends on a non-existent input 'nothing'",
      'c: reusable inputs cannot hold others',
      'd: a FORM cannot hold another FORM',
      'Duplicate input with name [c]',
    ]) {
      expect(refused.json.message).toContain(message);
      expect(validated.constraints).toContain(message);
    }
    const problems = validated.problems as readonly { readonly path: string; readonly line: number }[];
    expect(problems.map(({ path, line }) => [path, line])).toContainEqual(['inputs[2].type', 9]);
    expect(problems.map(({ path, line }) => [path, line])).toContainEqual(['inputs[0].type', 3]);
    expect([empty.status, empty.json.message]).toEqual([422, expect.stringContaining('inputs: must not be empty')]);
  });

  test('namespaces below see them, and their own of the same id instead', async () => {
    const tenant = await server.newTenant();
    const put = (namespace: string, id: string) =>
      server.call('PUT', `/namespaces/${namespace}/reusable-inputs/${id}`, {
        tenant,
        body: `description: of ${namespace}\ninputs: [{ id: a, type: STRING }]\n`,
      });
    for (const [namespace, id] of [
      ['company', 'one'],
      ['company', 'two'],
      ['company.team', 'two'],
      ['company.team', 'three'],
      ['companyx', 'four'],
    ])
      await put(namespace!, id!);
    const list = (namespace: string, query = '') =>
      server.call('GET', `/namespaces/${namespace}/reusable-inputs${query}`, { tenant });

    const seen = await list('company.team.sub');
    const page = await list('company.team.sub', '?size=2&page=2');
    const found = await list('company.team.sub', '?q=OF COMPANY.TEAM');
    const read = await server.call('GET', '/namespaces/company.team.sub/reusable-inputs/two', { tenant });
    const notInherited = await server.request('DELETE', '/namespaces/company.team.sub/reusable-inputs/two', { tenant });
    await server.call('DELETE', '/namespaces/company.team/reusable-inputs/two', { tenant });
    const again = await server.call('GET', '/namespaces/company.team.sub/reusable-inputs/two', { tenant });

    expect(seen.results.map(({ namespace, id }: Block) => `${namespace}/${id}`)).toEqual([
      'company/one',
      'company.team/three',
      'company.team/two',
    ]);
    expect([page.total, page.results.map(({ id }: Block) => id)]).toEqual([3, ['two']]);
    expect(found.results.map(({ id }: Block) => id)).toEqual(['three', 'two']);
    expect(read).toMatchObject({ namespace: 'company.team', description: 'of company.team' });
    expect(notInherited.status).toBe(404);
    expect(again).toMatchObject({ namespace: 'company', description: 'of company' });
    expect(await server.call('GET', '/reusable-inputs/namespaces', { tenant })).toEqual([
      'company',
      'company.team',
      'companyx',
    ]);
  });

  test('roles say who may see, create, change and delete them, and in which namespaces', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', at, { tenant, body: source });
    await server.call('PUT', '/namespaces/other/reusable-inputs/theirs', {
      tenant,
      body: 'inputs: [{id: a, type: INT}]',
    });
    const viewer = await newMember(tenant, 'company', ['VIEW', 'LIST']);
    const changer = await newMember(tenant, 'company', ['VIEW', 'LIST', 'UPDATE']);
    const creator = await newMember(tenant, 'company', ['CREATE']);
    const status = async (as: { readonly token: string }, method: string, path: string) =>
      (
        await server.request(method, path, {
          tenant,
          as,
          ...(method === 'PUT' && { body: 'inputs: [{id: a, type: INT}]' }),
        })
      ).status;
    const fresh = at.replace('customer', 'fresh');

    expect(await server.call('GET', '/reusable-inputs/namespaces', { tenant, as: viewer })).toEqual(['company']);
    expect([
      await status(viewer, 'GET', at),
      await status(viewer, 'PUT', at),
      await status(viewer, 'DELETE', at),
    ]).toEqual([200, 403, 403]);
    expect([await status(changer, 'PUT', at), await status(changer, 'PUT', fresh)]).toEqual([200, 403]);
    expect([await status(creator, 'PUT', at), await status(creator, 'PUT', fresh)]).toEqual([403, 200]);
    expect(await status(viewer, 'GET', '/namespaces/other/reusable-inputs/theirs')).toBe(404);
    expect(await status(viewer, 'GET', '/namespaces/other/reusable-inputs')).toBe(404);
    expect(await status(changer, 'DELETE', at)).toBe(403);
    const refused = [at, fresh].map((path) => server.request('PUT', path, { tenant, as: viewer, body: source }));
    const [change, creation] = (await Promise.all(refused)).map(({ status: code, json }) => [code, json.message]);
    expect(change?.[0]).toBe(403);
    expect(creation).toEqual(change);
  });

  test('each change is in the audit log, with what it was before and is now', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', at, { tenant, body: source });
    await server.call('PUT', at, { tenant, body: source });
    const changed = source.replace('City', 'Town');
    await server.call('PUT', at, { tenant, body: changed });
    await server.call('DELETE', at, { tenant });

    const query = 'filters[resources][EQUALS]=REUSABLE_INPUTS';
    const { results } = await server.call('GET', `/auditlogs/search?${query}`, { tenant });

    const entries = results.map(({ auditLog }: { readonly auditLog: Entry }) => auditLog) as readonly Entry[];
    expect(entries.map(({ type, detail }) => [type, detail['revision']])).toEqual([
      ['DELETE', 3],
      ['UPDATE', 2],
      ['CREATE', 1],
    ]);
    const [, update] = entries;
    const diff = await server.call('GET', `/auditlogs/${update!.id}/diff`, { tenant });
    expect(JSON.stringify(diff)).toContain('Town');
    expect(JSON.stringify(diff)).toContain('City');
  });
});

describe('in flows', () => {
  const taking = (more: object = {}) => ({ id: 'who', type: 'REUSABLE_INPUTS', ref: 'customer', ...more });
  const shown = [returnTask('{{ inputs.who.city }}, {{ inputs.who.country }}')];

  test('they stand as a form: asked for, checked and found below the id of the input', async () => {
    const { tenant, start, save } = await enter();
    await server.call('PUT', at, { tenant, body: source });
    await save({ inputs: [taking({ displayName: 'Customer' })], tasks: shown });

    const execution = await start({ 'who.city': 'Oslo' });
    const refused = await server.request('POST', '/executions/company.team/takes', {
      tenant,
      body: form({ 'who.country': 'NO' }),
    });
    const { inputs } = await server.call('POST', '/executions/company.team/takes/validate', {
      tenant,
      body: form({ 'who.city': 'Oslo' }),
    });

    expect(execution.inputs).toEqual({ who: { country: 'PT', city: 'Oslo' } });
    expect(execution.taskRunList[0].outputs.value).toBe('Oslo, PT');
    expect(refused.status).toBe(422);
    expect(refused.json.message).toContain('Invalid input for `who.city`, missing required input');
    expect(refused.json.message).toContain('Invalid input for `who.country`');
    expect(inputs).toMatchObject([
      { input: { id: 'who', type: 'FORM', displayName: 'Customer', inputs: [{ id: 'country' }, { id: 'city' }] } },
      { input: { id: 'who.country', type: 'SELECT', values: ['PT', 'DE'] }, value: 'PT', isDefault: true },
      { input: { id: 'who.city', type: 'STRING', displayName: 'City' }, value: 'Oslo' },
    ]);
  });

  test('the newest revision counts, unless the flow names one; an execution keeps what it began with', async () => {
    const { tenant, start, save } = await enter();
    await server.call('PUT', at, { tenant, body: source });
    await server.call('PUT', at, { tenant, body: source.replace('defaults: PT', 'defaults: DE') });
    await save({ inputs: [taking()], tasks: shown });
    await save({ id: 'pins', inputs: [taking({ revision: 1 })], tasks: shown });

    const newest = await start({ 'who.city': 'Bonn' });
    const pinned = await start({ 'who.city': 'Bonn' }, 'pins');
    await server.call('DELETE', at, { tenant });
    const replayed = await server.call('POST', `/executions/${newest.id}/replay`, { tenant });
    const again = await ended(tenant, replayed.id);

    expect([newest, pinned, again].map(({ inputs }) => inputs.who.country)).toEqual(['DE', 'PT', 'DE']);
    expect(again.state.current).toBe('SUCCESS');
  });

  test('a flow can be saved before them, with a warning; its executions are refused and say what is missing', async () => {
    const { tenant, save, start } = await enter();
    const flow = { inputs: [taking()], tasks: shown };
    const [validated] = await server.call('POST', '/flows/validate', { tenant, body: theFlow(flow) });
    await save(flow);
    await save({ id: 'pins', inputs: [taking({ revision: 7 })], tasks: shown });

    const refused = await server.request('POST', '/executions/company.team/takes', { tenant, body: form({}) });
    await server.call('PUT', at, { tenant, body: source });
    const execution = await start({ 'who.city': 'Oslo' });
    const unpinned = await server.request('POST', '/executions/company.team/pins', { tenant, body: form({}) });

    const missing = "reusable inputs 'customer' do not exist in namespace 'company.team' or above";
    expect(validated.constraints).toBeUndefined();
    expect(validated.warnings).toEqual([`who: ${missing}`]);
    expect([refused.status, refused.json.message]).toEqual([
      422,
      expect.stringContaining(`Invalid input for \`who\`, ${missing}`),
    ]);
    expect(execution.state.current).toBe('SUCCESS');
    expect(unpinned.json.message).toContain("'customer' of namespace 'company' have no revision 7");
  });

  test('validating a flow tells what it names in vain, but nothing of namespaces that the caller may not look into', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', at, { tenant, body: source });
    const stranger = await newMember(tenant, 'company.team', [], { FLOW: ['VALIDATE', 'VIEW', 'LIST'] });
    const wants = (id: string) => ({ id: `after-${id}`, type: 'STRING', dependsOn: { inputs: [`who.${id}`] } });
    const body = theFlow({
      inputs: [taking(), wants('city'), wants('street'), taking({ id: 'gone', ref: 'nothing' })],
      tasks: shown,
    });
    const warningsFor = async (options: object) =>
      (await server.call('POST', '/flows/validate', { tenant, body, ...options }))[0].warnings ?? [];

    expect(await warningsFor({})).toEqual([
      "after-street: depends on 'who.street', which is not among the reusable inputs",
      "gone: reusable inputs 'nothing' do not exist in namespace 'company.team' or above",
    ]);
    expect(await warningsFor({ as: stranger })).toEqual([]);
  });

  test('what expressions can name are the inputs of forms and reusable inputs by their whole path', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', at, { tenant, body: source });
    const stranger = await newMember(tenant, 'company.team', [], { FLOW: ['VALIDATE'] });
    const asked = { id: 'form', type: 'FORM', inputs: [{ id: 'a', type: 'INT' }] };
    const body = theFlow({ inputs: [asked, taking()] });
    const named = async (options: object) =>
      (await server.call('POST', '/flows/expressions', { tenant, body, ...options })).categories.inputs;

    expect(await named({})).toEqual(['{{ inputs.form.a }}', '{{ inputs.who.country }}', '{{ inputs.who.city }}']);
    expect(await named({ as: stranger })).toEqual(['{{ inputs.form.a }}', '{{ inputs.who }}']);
  });

  test('those of another namespace are taken by its name, where it lets the flow in', async () => {
    const { tenant, save } = await enter();
    for (const namespace of ['shared', 'closed'])
      await server.call('PUT', `/namespaces/${namespace}/reusable-inputs/customer`, {
        tenant,
        body: 'inputs: [{ id: city, type: STRING, defaults: Rome }]',
      });
    await server.call('POST', '/namespaces', {
      tenant,
      body: { id: 'closed', allowedNamespaces: [{ namespace: 'friends' }] },
    });
    const run = async (id: string, namespace: string) => {
      await save({ id, inputs: [taking({ namespace })], tasks: [returnTask('{{ inputs.who.city }}')] });
      return server.request('POST', `/executions/company.team/${id}?wait=true`, { tenant });
    };

    const [open, closed] = [await run('open', 'shared.below'), await run('closed', 'closed')];

    expect(open.json.taskRunList[0].outputs.value).toBe('Rome');
    expect([closed.status, closed.json.message]).toEqual([
      422,
      expect.stringContaining("or are not open to namespace 'company.team'"),
    ]);
  });

  test('they depend on each other by their own ids, and other inputs of the flow on them by the whole path', async () => {
    const { tenant, save, start } = await enter();
    const body = `inputs:
  - id: kind
    type: SELECT
    values: [person, company]
  - id: number
    type: INT
    dependsOn: { inputs: [kind], condition: "{{ inputs.kind == 'company' }}" }
  - id: label
    type: STRING
    defaults: "{{ inputs.kind }} of {{ inputs.region }}"
    dependsOn: { inputs: [kind] }
  - id: contact
    type: FORM
    inputs:
      - { id: mail, type: EMAIL, required: false }
`;
    await server.call('PUT', at, { tenant, body });
    const note = { id: 'note', type: 'STRING', dependsOn: { inputs: ['who.number'] } };
    await save({ inputs: [{ id: 'region', type: 'STRING' }, taking(), note], tasks: [returnTask('x')] });

    const person = await start({ region: 'north', 'who.kind': 'person', 'who.contact.mail': 'a@b.c' });
    const company = await start({ region: 'south', 'who.kind': 'company', 'who.number': '7', note: 'n' });

    expect(person.inputs).toEqual({
      region: 'north',
      who: { kind: 'person', label: 'person of north', contact: { mail: 'a@b.c' } },
    });
    expect(company.inputs).toEqual({
      region: 'south',
      who: { kind: 'company', number: 7, label: 'company of south', contact: { mail: null } },
      note: 'n',
    });
  });

  test('files and secrets among them are uploaded and sealed', async () => {
    const { tenant, save } = await enter();
    const body = 'inputs: [{ id: report, type: FILE }, { id: password, type: SECRET }]';
    await server.call('PUT', at, { tenant, body });
    await save({
      inputs: [taking()],
      tasks: [returnTask('{{ read(inputs.who.report) }} {{ inputs.who.password | length }}')],
    });
    const parts = form({ 'who.password': 'hunter2' });
    parts.append('who.report', new Blob(['rows']), 'report.csv');

    const execution = await server.call('POST', '/executions/company.team/takes?wait=true', { tenant, body: parts });

    expect(execution.taskRunList[0].outputs.value).toBe('rows 7');
    expect(JSON.stringify(execution)).not.toContain('hunter2');
  });

  test('webhooks, schedules, subflows and agents give them values, too', async () => {
    const { tenant, save } = await enter();
    await server.call('PUT', at, { tenant, body: source });
    const given = { who: { city: 'Oslo' } };
    await save({
      inputs: [taking()],
      tasks: shown,
      outputs: [{ id: 'said', type: 'STRING', value: '{{ outputs.return.value }}' }],
      triggers: [
        {
          id: 'hook',
          type: 'io.kestra.plugin.core.trigger.Webhook',
          key: 'a-long-enough-key',
          inputs: given,
          wait: true,
          returnOutputs: true,
        },
        {
          id: 'tool',
          type: 'io.kestra.plugin.core.trigger.McpToolTrigger',
          toolName: 'greet',
          title: 'Greet',
          toolDescription: 'Greets',
        },
      ],
    });
    const subflow = {
      id: 'sub',
      type: 'io.kestra.plugin.core.flow.Subflow',
      namespace: 'company.team',
      flowId: 'takes',
      inputs: { who: { city: 'Bergen', country: 'PT' } },
    };
    await save({ id: 'calls', tasks: [subflow, returnTask('{{ outputs.sub.outputs.said }}', 'last')] });

    const hooked = await server.call('POST', '/executions/webhook/company.team/takes/a-long-enough-key', { tenant });
    const called = await server.call('POST', '/executions/company.team/calls?wait=true', { tenant });
    const client = await connect(tenant);
    const [tool] = (await client.listTools()).tools;
    const answer = await client.callTool({ name: 'greet', arguments: { 'who.city': 'Lima', 'who.country': 'DE' } });

    expect(JSON.stringify(hooked)).toContain('Oslo, PT');
    expect(called.taskRunList.at(-1).outputs.value).toBe('Bergen, PT');
    expect(tool?.inputSchema).toMatchObject({
      properties: { 'who.country': { type: 'string', enum: ['PT', 'DE'] }, 'who.city': { type: 'string' } },
      required: [],
    });
    expect(answer.structuredContent).toEqual({ said: 'Lima, DE' });
  });

  test('what a trigger cannot start for want of them ends FAILED, and says why', async () => {
    const { tenant, save } = await enter();
    await save({ id: 'first', tasks: [returnTask('x')] });
    await save({
      inputs: [taking()],
      tasks: shown,
      triggers: [
        {
          id: 'after',
          type: 'io.kestra.plugin.core.trigger.Flow',
          preconditions: { id: 'first', flows: [{ namespace: 'company.team', flowId: 'first', states: ['SUCCESS'] }] },
        },
      ],
    });

    await server.call('POST', '/executions/company.team/first?wait=true', { tenant });

    const found = await eventually(async () => {
      const { results } = await server.call('GET', '/executions/search?flowId=takes', { tenant });
      expect(results).toMatchObject([{ state: { current: 'FAILED' } }]);
      return results[0];
    });
    const logs = await server.request('GET', `/logs/${found.id}/download`, { tenant });
    expect(logs.text).toContain("reusable inputs 'customer' do not exist in namespace 'company.team' or above");
  });

  test('a paused execution asks for them as well', async () => {
    const { tenant, save } = await enter();
    await server.call('PUT', at, { tenant, body: source });
    const pause = { id: 'ask', type: 'io.kestra.plugin.core.flow.Pause', onResume: [taking()] };
    await save({ tasks: [pause, returnTask('{{ outputs.ask.onResume.who.city }}', 'last')] });
    const { id } = await server.call('POST', '/executions/company.team/takes', { tenant });
    await eventually(async () =>
      expect((await server.call('GET', `/executions/${id}`, { tenant })).state.current).toBe('PAUSED'),
    );

    const refused = await server.request('POST', `/executions/${id}/resume`, { tenant, body: form({}) });
    await server.call('POST', `/executions/${id}/resume`, { tenant, body: form({ 'who.city': 'Oslo' }) });

    expect([refused.status, refused.json.message]).toEqual([422, expect.stringContaining('`who.city`')]);
    expect((await ended(tenant, id)).taskRunList.at(-1).outputs.value).toBe('Oslo');
  });

  test('who deletes them is told which flows take them in', async () => {
    const { tenant, save } = await enter();
    await server.call('PUT', at, { tenant, body: source });
    await save({ inputs: [taking()], tasks: shown });
    await save({ id: 'elsewhere', namespace: 'other', inputs: [taking({ namespace: 'company.any' })], tasks: shown });
    await save({ id: 'unrelated', description: 'about a customer' });
    await server.call('PUT', '/namespaces/company.own/reusable-inputs/customer', {
      tenant,
      body: 'inputs: [{id: a, type: INT}]',
    });
    await save({ id: 'own', namespace: 'company.own', inputs: [taking()], tasks: shown });

    expect(await server.call('GET', `${at}/flows`, { tenant })).toEqual([
      { namespace: 'company.team', id: 'takes' },
      { namespace: 'other', id: 'elsewhere' },
    ]);
    const member = await newMember(tenant, 'company', ['VIEW'], { FLOW: ['VIEW', 'LIST'] });
    expect(await server.call('GET', `${at}/flows`, { tenant, as: member })).toEqual([
      { namespace: 'company.team', id: 'takes' },
    ]);
  });

  test('the tenant of others has them neither to read nor to take', async () => {
    const [{ tenant, save }, other] = [await enter(), await server.newTenant()];
    await server.call('PUT', at, { tenant: other, body: source });
    await save({ inputs: [taking()], tasks: shown });

    const refused = await server.request('POST', '/executions/company.team/takes', { tenant, body: form({}) });

    expect([refused.status, refused.json.message]).toEqual([422, expect.stringContaining('do not exist')]);
    expect((await server.request('GET', at, { tenant })).status).toBe(404);
  });
});

async function enter() {
  const tenant = await server.newTenant();
  return {
    tenant,
    save: (parts: object) => server.call('POST', '/flows', { tenant, body: theFlow(parts) }),
    start: async (values: Readonly<Record<string, string>>, id = 'takes') => {
      const path = `/executions/company.team/${id}?wait=true`;
      return server.call('POST', path, { tenant, body: form(values) });
    },
  };
}

function theFlow(parts: object): string {
  return aFlow({ id: 'takes', namespace: 'company.team', ...parts });
}

function form(values: Readonly<Record<string, string>>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  return body;
}

async function ended(tenant: string, id: string) {
  return eventually(async () => {
    const execution = await server.call('GET', `/executions/${id}`, { tenant });
    expect(execution.state.current).toBe('SUCCESS');
    return execution;
  });
}

async function connect(tenant: string): Promise<Client> {
  const { username, password } = server.admin;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  const url = new URL(`${server.url}/api/v1/${tenant}/mcp/default`);
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization } } }));
  onTestFinished(() => client.close());
  return client;
}

/** Somebody who may do this with reusable inputs of the namespace. */
async function newMember(
  tenant: string,
  namespaceId: string,
  mayDo: readonly string[],
  more: Readonly<Record<string, readonly string[]>> = {},
): Promise<{ readonly token: string }> {
  const name = ['member', ...mayDo].join('-').toLowerCase();
  const { id: roleId } = await server.call('POST', '/roles', {
    tenant,
    body: { name, permissions: { REUSABLE_INPUTS: mayDo, ...more } },
  });
  const username = `${name}@${tenant}.org`;
  const user = await server.call('POST', '/users', { body: { username, tenants: [tenant] } });
  await server.call('POST', '/bindings', { tenant, body: { type: 'USER', externalId: user.id, roleId, namespaceId } });
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  return { token: fullToken };
}

interface Block {
  readonly namespace: string;
  readonly id: string;
  readonly revision: number;
}

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
