/** What it takes to start an execution, to look into one with an expression, and to replace the flows of a namespace. */
import { aFlow, eventually, fileForm, returnTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow' }) });
});
afterAll(() => server.stop());

let users = 0;
async function withRole(permissions: Record<string, string[]>, namespaceId?: string): Promise<{ token: string }> {
  return withRoles([permissions, namespaceId]);
}

/** Each in one namespace, or everywhere. */
async function withRoles(...given: [permissions: Record<string, string[]>, namespaceId?: string | undefined][]) {
  users += 1;
  const user = await server.call('POST', '/users', { body: { username: `user-${users}`, tenants: ['main'] } });
  for (const [index, [permissions, namespaceId]] of given.entries()) {
    const role = await server.call('POST', '/roles', { body: { name: `role-${users}-${index}`, permissions } });
    const binding = { type: 'USER', externalId: user.id, roleId: role.id, namespaceId };
    await server.call('POST', '/bindings', { body: binding });
  }
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  return { token: fullToken as string };
}

test.each([
  ['FLOW', 'EXECUTE'],
  ['EXECUTION', 'CREATE'],
])('%s:%s is enough to start an execution', async (resource, action) => {
  const as = await withRole({ [resource]: [action, 'VIEW'] });

  expect((await server.request('POST', '/executions/company.team/flow', { as })).status).toBe(200);
  expect(await server.call('GET', '/executions/namespaces', { as })).toEqual(['company.team']);
});

test('who may execute a flow and not read it sees what it takes and how its tasks stand, not what they say', async () => {
  const source = `id: discreet
namespace: company.team
labels: {team: a}
inputs: [{id: name, type: STRING}]
tasks:
  - id: switch
    type: io.kestra.plugin.core.flow.Switch
    value: "{{ inputs.name }}"
    cases:
      a: [{id: hidden, type: io.kestra.plugin.core.debug.Return, format: "the password"}]
  - id: dag
    type: io.kestra.plugin.core.flow.Dag
    tasks:
      - task: {id: child, type: io.kestra.plugin.core.flow.Subflow, namespace: company, flowId: other, inputs: {a: "the password"}}
  - {id: pause, type: io.kestra.plugin.core.flow.Pause, onResume: [{id: why, type: STRING}]}
triggers:
  - {id: hook, type: io.kestra.plugin.core.trigger.Webhook, key: the password}
`;
  await server.call('POST', '/flows', { body: aFlow({ id: 'other', namespace: 'company' }) });
  await server.call('POST', '/flows', { body: source });
  const as = await withRole({ EXECUTION: ['CREATE', 'VIEW'] });
  const body = new FormData();
  body.set('name', 'b');
  const { id } = await server.call('POST', '/executions/company.team/discreet', { as, body });

  const flow = await server.call('GET', '/executions/flows/company.team/discreet', { as });

  const type = 'io.kestra.plugin.core';
  expect(flow).toEqual({
    id: 'discreet',
    namespace: 'company.team',
    revision: 1,
    inputs: [{ id: 'name', type: 'STRING' }],
    labels: [{ key: 'team', value: 'a' }],
    disabled: false,
    draft: false,
    deleted: false,
    tasks: [
      { id: 'switch', type: `${type}.flow.Switch`, tasks: [{ id: 'hidden', type: `${type}.debug.Return` }] },
      {
        id: 'dag',
        type: `${type}.flow.Dag`,
        tasks: [{ id: 'child', type: `${type}.flow.Subflow`, subflowId: { namespace: 'company', flowId: 'other' } }],
      },
      { id: 'pause', type: `${type}.flow.Pause`, inputs: [{ id: 'why', type: 'STRING' }] },
    ],
    errors: [],
    finally: [],
    afterExecution: [],
    triggers: [{ id: 'hook', type: `${type}.trigger.Webhook` }],
  });
  expect(await server.call('GET', `/executions/${id}/flow`, { as })).toEqual(flow);
  expect(await server.call('GET', '/executions/namespaces/company.team/flows', { as })).toContainEqual(flow);
  expect((await server.request('GET', '/flows/company.team/discreet', { as })).status).toBe(403);
});

test('a flow is looked at before it is executed, also when it is disabled, by those who list executions', async () => {
  await server.call('POST', '/flows', { body: aFlow({ id: 'off', disabled: true }) });
  const look = async (permissions: Record<string, string[]>) => {
    const as = await withRole(permissions);
    const { status, json } = await server.request('GET', '/executions/flows/company.team/off', { as });
    return [status, json.disabled];
  };

  expect(await look({ EXECUTION: ['LIST'] })).toEqual([200, true]);
  expect(await look({ FLOW: ['EXECUTE'] })).toEqual([200, true]);
  expect(await look({ EXECUTION: ['VIEW'] })).toEqual([403, undefined]);
  expect((await server.request('POST', '/executions/company.team/off')).status).toBe(409);
});

test('who may only look starts nothing', async () => {
  const as = await withRole({ FLOW: ['VIEW'], EXECUTION: ['VIEW'] });

  expect(await server.request('POST', '/executions/company.team/flow', { as })).toMatchObject({
    status: 403,
    json: { message: "Forbidden: missing permission FLOW:EXECUTE on namespace 'company.team'" },
  });
});

test.each([
  ['DELETE', '/flows/delete/by-ids', 'DELETE'],
  ['POST', '/flows/disable/by-ids', 'DISABLE'],
  ['POST', '/flows/enable/by-ids', 'ENABLE'],
  ['POST', '/flows/export/by-ids', 'EXPORT'],
])('%s %s asks for the permission where each flow is, and does nothing where one is elsewhere', async (...call) => {
  const [method, path, action] = call;
  const id = `to-${action.toLowerCase()}`;
  const body = ['ours', 'theirs'].map((namespace) => ({ namespace, id }));
  for (const name of body) await server.call('POST', '/flows', { body: aFlow(name) });
  const as = await withRoles([{ FLOW: ['VIEW', 'LIST'] }], [{ FLOW: [action] }, 'ours']);

  expect(await server.request(method, path, { as, body })).toMatchObject({
    status: 403,
    json: { message: `Forbidden: missing permission FLOW:${action} on namespace 'theirs'` },
  });
  expect(await server.call('GET', `/flows/ours/${id}`, { as })).toMatchObject({ disabled: false });
  expect((await server.request(method, path, { as, body: body.slice(0, 1) })).status).toBe(200);
});

test('a flow in a namespace that does not exist yet asks for making one', async () => {
  const writer = await withRole({ FLOW: ['CREATE'] });
  const founder = await withRole({ FLOW: ['CREATE'], NAMESPACE: ['CREATE'] });
  const create = async (as: { token: string }, namespace: string) => {
    const { status, json } = await server.request('POST', '/flows', { as, body: aFlow({ namespace }) });
    return status === 200 ? status : [status, json.message];
  };

  expect(await create(writer, 'company.team')).toBe(200);
  expect(await create(writer, 'brand.new')).toEqual([403, expect.stringContaining('NAMESPACE:CREATE')]);
  expect(await create(founder, 'brand.new')).toBe(200);
});

test('so does one among many that are saved at once', async () => {
  const writer = await withRole({ FLOW: ['CREATE', 'UPDATE'] });
  const founder = await withRole({ FLOW: ['CREATE', 'UPDATE'], NAMESPACE: ['CREATE'] });
  const save = async (as: { token: string }) => {
    const body = [aFlow({ id: 'known' }), aFlow({ id: 'founding', namespace: 'just.founded' })].join('\n---\n');
    const headers = { 'content-type': 'application/x-yaml' };
    const { status, json } = await server.request('POST', '/flows/bulk?delete=false', { as, body, headers });
    return status === 200 ? status : [status, json.message];
  };

  expect(await save(writer)).toEqual([403, expect.stringContaining('NAMESPACE:CREATE')]);
  expect(await save(founder)).toBe(200);
});

test('importing asks for that where each flow is', async () => {
  const as = await withRoles(
    [{ FLOW: ['VIEW', 'CREATE', 'UPDATE'], NAMESPACE: ['CREATE'] }],
    [{ FLOW: ['IMPORT'] }, 'ours'],
  );
  const documents = ['ours', 'theirs'].map((namespace) => aFlow({ id: 'imported', namespace })).join('\n---\n');
  const body = new FormData();
  body.set('fileUpload', new Blob([documents]), 'flows.yaml');

  const refused = await server.request('POST', '/flows/import?failOnError=true', { as, body });

  expect([refused.status, refused.json.message]).toEqual([
    403,
    "Forbidden: missing permission FLOW:IMPORT on namespace 'theirs'",
  ]);
  expect((await server.request('GET', '/flows/theirs/imported')).status).toBe(404);
});

test('evaluating an expression asks for the outputs and for writing the flow', async () => {
  const { id } = await server.call('POST', '/executions/company.team/flow?wait=true');
  const evaluate = async (permissions: Record<string, string[]>) => {
    const as = await withRole({ EXECUTION: ['VIEW'], ...permissions });
    const headers = { 'content-type': 'text/plain' };
    const path = `/executions/${id}/actions/eval`;
    const { status, json } = await server.request('POST', path, { as, body: '{{ flow.id }}', headers });
    return status === 200 ? json : json.message;
  };

  expect(await evaluate({ FLOW: ['VIEW', 'UPDATE'] })).toBe('Forbidden: missing permission EXECUTION:ACCESS_OUTPUTS');
  expect(await evaluate({ EXECUTION: ['VIEW', 'ACCESS_OUTPUTS'] })).toContain('missing permission FLOW:UPDATE');
  expect(await evaluate({ EXECUTION: ['VIEW', 'ACCESS_OUTPUTS'], FLOW: ['VIEW', 'UPDATE'] })).toEqual({
    result: 'flow',
  });
});

test('what an execution and its tasks put out is shown to those alone who may access it', async () => {
  const outputs = [{ id: 'made', type: 'STRING', value: '{{ outputs.return.value }}' }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'giving', tasks: [returnTask('put out')], outputs }) });
  const { id } = await server.call('POST', '/executions/company.team/giving?wait=true');
  const shownTo = async (actions: string[]): Promise<boolean[]> => {
    const as = await withRole({ EXECUTION: ['VIEW', 'LIST', ...actions] });
    const paths = [`/executions/${id}`, '/executions/search?filters[flowId][EQUALS]=giving'];
    const texts = paths.map(async (path) => JSON.stringify(await server.call('GET', path, { as })));
    return (await Promise.all(texts)).map((text) => text.includes('put out'));
  };

  expect(await shownTo([])).toEqual([false, false]);
  expect(await shownTo(['ACCESS_OUTPUTS'])).toEqual([true, true]);
});

test('a file of a hidden namespace is none of an execution, whatever its folders are called', async () => {
  const { id } = await server.call('POST', '/executions/company.team/flow?wait=true');
  const as = await withRole({ EXECUTION: ['VIEW', 'ACCESS_FILES'] }, 'company.team');
  const file = `/executions/${id}/file.txt`;
  await server.call('POST', `/namespaces/company.hidden/files?path=${file}`, { body: fileForm('hidden') });
  expect((await server.request('GET', `/namespaces/company.hidden/files?path=${file}`)).text).toBe('hidden');

  const uri = encodeURIComponent(`kestra:///company/hidden/_files${file}`);
  const { status, text } = await server.request('GET', `/executions/${id}/file?path=${uri}`, { as });

  expect(status).toBe(404);
  expect(text).not.toContain('"hidden"');
});

test('a validation says nothing of flows in namespaces where the caller may not list them', async () => {
  const as = await withRole({ FLOW: ['VIEW', 'CREATE', 'UPDATE', 'VALIDATE'] });
  const subflow = {
    id: 'call',
    type: 'io.kestra.plugin.core.flow.Subflow',
    namespace: 'company.hidden',
    flowId: 'absent',
  };
  const body = aFlow({ tasks: [subflow] });
  const headers = { 'content-type': 'application/x-yaml' };

  const [toAll] = await server.call('POST', '/flows/validate', { body, headers });
  const [toThem] = await server.call('POST', '/flows/validate', { as, body, headers });

  expect(toAll.warnings).toEqual(["call: The subflow 'absent' not found in namespace 'company.hidden'."]);
  expect(toThem.warnings ?? []).toEqual([]);
});

test('replacing the flows of a namespace asks for deleting them, where those left out are deleted', async () => {
  const as = await withRole({ FLOW: ['VIEW', 'LIST', 'CREATE', 'UPDATE'] });
  await server.call('POST', '/flows', { body: aFlow({ id: 'before', namespace: 'replaced' }) });
  const replace = (query: string) => {
    const headers = { 'content-type': 'application/x-yaml' };
    const body = aFlow({ id: 'after', namespace: 'replaced' });
    return server.request('POST', `/flows/replaced${query}`, { as, body, headers });
  };

  const refused = await replace('?delete=true');
  expect([refused.status, refused.json.message]).toEqual([403, expect.stringContaining('FLOW:DELETE')]);
  expect(await server.call('GET', '/flows/replaced')).toMatchObject([{ id: 'before' }]);
  expect((await replace('?delete=false')).status).toBe(200);
});

test('saving many flows deletes none of those left out that the caller may not delete', async () => {
  const as = await withRole({ FLOW: ['VIEW', 'LIST', 'CREATE', 'UPDATE'], NAMESPACE: ['CREATE'] });
  const body = aFlow({ id: 'saved', namespace: 'bulk' });

  await server.call('POST', '/flows/bulk', { as, body });

  expect(await server.call('GET', '/flows/bulk')).toMatchObject([{ id: 'saved' }]);
  expect((await server.request('GET', '/flows/company.team/flow')).status).toBe(200);
});

test('who may only make pairs changes none, who may only change them makes none', async () => {
  const headers = { 'content-type': 'text/plain' };
  const put = async (as: { token: string }, key: string) => {
    const reply = await server.request('PUT', `/namespaces/company.team/kv/${key}`, { as, body: '"x"', headers });
    return reply.status < 300 ? 'done' : reply.json.message;
  };
  const maker = await withRole({ KVSTORE: ['CREATE'] });
  const changer = await withRole({ KVSTORE: ['UPDATE'] });
  const missing = (action: string) => `Forbidden: missing permission KVSTORE:${action} on namespace 'company.team'`;

  expect(await put(changer, 'pair')).toBe(missing('CREATE'));
  expect(await put(maker, 'pair')).toBe('done');
  expect(await put(maker, 'pair')).toBe(missing('UPDATE'));
  expect(await put(changer, 'pair')).toBe('done');
});

test('a flow that is not there, or not any more, cannot be changed', async () => {
  const source = aFlow({ id: 'absent' });
  const change = async () => (await server.request('PUT', '/flows/company.team/absent', { body: source })).status;

  expect(await change()).toBe(404);
  await server.call('POST', '/flows', { body: source });
  await server.request('DELETE', '/flows/company.team/absent');
  expect(await change()).toBe(404);
});

test('of what an execution waits for, or holds up, nothing is named that the asker may not see', async () => {
  const elsewhere = aFlow({ id: 'slow', namespace: 'company.other', tasks: [sleepTask('PT1H')] });
  await server.call('POST', '/flows', { body: elsewhere });
  const call = { type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company.other', flowId: 'slow' };
  const every = { type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * * *', withSeconds: true };
  const tasks = [{ id: 'call', ...call }];
  const triggers = [{ id: 'every-second', ...every }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'calling', namespace: 'company.team', tasks, triggers }) });
  const found = await eventually(async () => {
    const search = (flowId: string) => server.call('GET', `/executions/search?filters[flowId][EQUALS]=${flowId}`);
    const [{ results: parents }, { results: children }] = [await search('calling'), await search('slow')];
    expect([parents.length, children.length]).toEqual([1, 1]);
    return { id: parents[0].id, childId: children[0].id };
  });
  const told = async (permissions: Record<string, string[]>, namespaceId?: string): Promise<string> => {
    const as = await withRole(permissions, namespaceId);
    return (await server.request('GET', `/executions/${found.id}/waiting`, { as })).text;
  };
  const view = { EXECUTION: ['VIEW'] };

  await eventually(async () => expect(await told({ ...view, TRIGGER: ['VIEW'] })).toContain('every-second'));
  expect(await told(view)).toContain(found.childId);
  expect(await told(view)).not.toContain('every-second');
  expect(await told(view, 'company.team')).toContain('call');
  expect(await told(view, 'company.team')).not.toContain(found.childId);
});

test('what tasks measured is for those who may read logs', async () => {
  const { id } = await server.call('POST', '/executions/company.team/flow?wait=true');
  const statusFor = async (actions: string[], path: string): Promise<number> =>
    (await server.request('GET', path, { as: await withRole({ EXECUTION: actions }) })).status;

  for (const path of [`/metrics/${id}`, '/metrics/names/company.team/flow']) {
    expect(await statusFor(['VIEW', 'LIST'], path)).toBe(403);
    expect(await statusFor(['ACCESS_LOGS'], path)).toBe(200);
  }
});

test('how many executions of a flow run is told to whoever sees it, and confirmed by who has the settings', async () => {
  await server.call('POST', '/flows', { body: aFlow({ id: 'limited', concurrency: { limit: 1 } }) });
  const use = { tenantId: 'main', namespace: 'company.team', flowId: 'limited', running: 0 };
  const path = '/concurrency-limit/company.team/limited';
  const list = async (permissions: Record<string, string[]>): Promise<unknown> =>
    (await server.call('GET', '/concurrency-limit/search', { as: await withRole(permissions) })).results;
  const confirm = async (permissions: Record<string, string[]>) =>
    (await server.request('PUT', path, { body: use, as: await withRole(permissions) })).status;

  expect(await list({ FLOW: ['LIST'] })).toMatchObject([{ flowId: 'limited', running: 0 }]);
  expect(await list({ EXECUTION: ['LIST'] })).toEqual([]);
  expect(await confirm({ FLOW: ['LIST', 'UPDATE'] })).toBe(403);
  expect(await confirm({ TENANT_SETTINGS: ['UPDATE'] })).toBe(404);
  expect(await confirm({ FLOW: ['LIST'], TENANT_SETTINGS: ['UPDATE'] })).toBe(200);
});

test('a table of executions holds those that one may export, not all that one sees', async () => {
  await server.call('POST', '/flows', { body: aFlow({ id: 'else', namespace: 'elsewhere' }) });
  for (const flow of ['company.team/flow', 'elsewhere/else'])
    await server.call('POST', `/executions/${flow}?wait=true`);
  const as = await withRoles([{ EXECUTION: ['LIST'] }], [{ EXECUTION: ['EXPORT'] }, 'company']);

  const { text } = await server.request('GET', '/executions/export/by-query/csv', { as });

  expect(text).toContain(',company.team,flow,');
  expect(text).not.toContain(',elsewhere,');
});
