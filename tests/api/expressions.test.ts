/** Expressions for those who write and read flows: what a flow can name, and what is shown of them. */
import { aFlow, fileForm, logMessages, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'kestra.variables.globals': { region: 'north', quotaLimits: { 'per-day': 5 } } },
  });
  return () => server.stop();
});

const flow = {
  id: 'shown',
  namespace: 'team',
  inputs: [{ id: 'who', type: 'STRING', defaults: 'Ada' }],
  variables: { greeting: 'Hello' },
  tasks: [returnTask('{{ inputs.who }}', 'first'), returnTask('x', 'second')],
};

async function enter() {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow(flow) });
  await server.call('PUT', '/namespaces/team/secrets', { tenant, body: { key: 'KEY', value: 'confidential' } });
  await server.call('PUT', '/namespaces/team/kv/pair', { tenant, body: '1' });
  await server.call('POST', '/namespaces/team/files?path=/kept.txt', { tenant, body: fileForm('text') });
  /** An account that may do this in the tenant, and more in a namespace beside. */
  const member = async (
    permissions: Readonly<Record<string, readonly string[]>>,
    elsewhere: Readonly<Record<string, readonly string[]>> = {},
  ) => {
    const user = await server.call('POST', '/users', {
      body: { username: `${tenant}@example.org`, tenants: [tenant] },
    });
    for (const [name, granted, namespaceId] of [
      ['here', permissions],
      ['elsewhere', elsewhere, 'elsewhere'],
    ] as const) {
      const role = await server.call('POST', '/roles', { tenant, body: { name, permissions: granted } });
      const body = { type: 'USER', externalId: user.id, roleId: role.id, namespaceId };
      await server.call('POST', '/bindings', { tenant, body });
    }
    const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
    return { token: fullToken as string };
  };
  const render = async (expressions: readonly string[], rest: object = {}, as?: { readonly token: string }) =>
    (await server.call('POST', '/expressions/render', { tenant, body: { expressions, ...rest }, ...(as && { as }) }))
      .rendered;
  return { tenant, member, render };
}

test('what can be known of a flow is shown; the rest stays as it is, and secrets stay secret', async () => {
  const { render } = await enter();
  const known = {
    '{{ vars.greeting | upper }}, {{ flow.id }}': 'HELLO, shown',
    '{{ globals.region }}': 'north',
    "{{ secret('KEY') }}": '[secret: KEY]',
    'no expression': 'no expression',
  };
  const unknown = [
    '{{ inputs.who }}',
    '{{ vars.greeting }} {{ outputs.first.value }}',
    '{{ now() }}',
    '{{ uuid() }}',
    "{{ env('HOME') }}",
    "{{ kv('pair') }}",
    '{{ printContext() }}',
    "{{ render('{{ flow.id }}') }}",
    '{{ not closed',
  ];
  const expected = { ...known, ...Object.fromEntries(unknown.map((expression) => [expression, expression])) };
  const asked = Object.keys(expected);

  expect(await render(asked, { namespace: 'team', flowId: 'shown' })).toEqual(expected);
  expect(await render(asked, { flow: aFlow(flow) })).toEqual(expected);
  expect(await render(['{{ globals.region }}', '{{ flow.id }}'])).toEqual({
    '{{ globals.region }}': 'north',
    '{{ flow.id }}': '{{ flow.id }}',
  });
});

test('of an execution its inputs and outputs are shown as well, to those who may see them', async () => {
  const { tenant, member, render } = await enter();
  const { id: executionId } = await server.call('POST', '/executions/team/shown?wait=true', { tenant });
  const asked = ['{{ inputs.who }} {{ outputs.first.value }}', '{{ globals.region }}'];
  const viewer = await member({ FLOW: ['VIEW'], EXECUTION: ['VIEW'] });

  expect(await render(asked, { executionId })).toEqual({ [asked[0]!]: 'Ada Ada', [asked[1]!]: 'north' });
  const refused = await server.request('POST', '/expressions/render', {
    tenant,
    body: { expressions: asked, executionId },
    as: viewer,
  });
  expect(refused.status).toBe(403);
  expect(await render(asked, { namespace: 'team', flowId: 'shown' }, viewer)).toEqual({
    [asked[0]!]: asked[0],
    [asked[1]!]: asked[1],
  });
});

test('of an execution nothing is shown to those who may not see its flow', async () => {
  const { tenant, member } = await enter();
  const { id: executionId } = await server.call('POST', '/executions/team/shown?wait=true', { tenant });
  const as = await member({ EXECUTION: ['VIEW', 'ACCESS_OUTPUTS'] }, { FLOW: ['VIEW'] });
  const body = { expressions: ['{{ inputs.who }}'], executionId };

  const { status, json } = await server.request('POST', '/expressions/render', { tenant, body, as });

  expect([status, json.message]).toEqual([404, "Not Found: flow 'team.shown'"]);
});

test('an editor is told what a flow can name, and of tasks only those that come before', async () => {
  const { tenant, member } = await enter();
  const names = async (query = '', as?: { readonly token: string }) =>
    (await server.call('POST', `/flows/expressions${query}`, { tenant, body: aFlow(flow), ...(as && { as }) }))
      .categories;

  const all = await names();
  const before = await names('?taskId=second');
  const forOthers = await names('', await member({ FLOW: ['VALIDATE'] }));

  expect(all).toMatchObject({
    taskOutputs: ['{{ outputs.first.value }}', '{{ outputs.second.value }}'],
    inputs: ['{{ inputs.who }}'],
    variables: ['{{ vars.greeting }}'],
    secrets: ["{{ secret('KEY') }}"],
    kvPairs: ["{{ kv('pair') }}"],
    namespaceFiles: ["{{ read('kept.txt') }}"],
    appContext: [],
  });
  expect(all.executionContext).toContain('{{ execution.id }}');
  expect(all.filters).toContain('upper');
  expect(all.functions).toContain('now');
  expect(before.taskOutputs).toEqual(['{{ outputs.first.value }}']);
  expect(forOthers).toMatchObject({ inputs: ['{{ inputs.who }}'], secrets: [], kvPairs: [], namespaceFiles: [] });
});

test('a function that is not offered is told of with what stands in for it, when its flow is checked and when it runs', async () => {
  const { tenant } = await enter();
  const body = aFlow({ id: 'foreign', namespace: 'team', tasks: [returnTask("{{ subflow('team', 'shown').first }}")] });
  const why = "The function 'subflow' is not available here: run the flow with a Subflow task";

  const [validated] = await server.call('POST', '/flows/validate', { tenant, body });
  await server.call('POST', '/flows', { tenant, body });
  const { id, state } = await server.call('POST', '/executions/team/foreign?wait=true', { tenant });

  expect(validated.constraints).toBeUndefined();
  expect(validated.warnings).toEqual([expect.stringContaining(why)]);
  expect(state.current).toBe('FAILED');
  expect((await logMessages(server, id, { tenant })).join('\n')).toContain(why);
});

test('globals are known by both spellings of their names, and listed as they are written', async () => {
  const tenant = await server.newTenant();
  const format = "{{ globals['quota-limits'].perDay }} {{ globals.quotaLimits['per-day'] }} {{ globals }}";
  await server.call('POST', '/flows', {
    tenant,
    body: aFlow({ id: 'reads', namespace: 'team', tasks: [returnTask(format)] }),
  });

  const { taskRunList } = await server.call('POST', '/executions/team/reads?wait=true', {
    tenant,
    body: new FormData(),
  });

  expect(taskRunList[0].outputs).toEqual({ value: '5 5 {"region":"north","quotaLimits":{"per-day":5}}' });
});

test('a secret in full is its value, hidden as ever, and its tags', async () => {
  const { tenant } = await enter();
  const secret = { key: 'DATABASE', value: 'confidential too', tags: [{ key: 'user', value: 'ada' }] };
  await server.call('PUT', '/namespaces/team/secrets', { tenant, body: secret });
  const format = "{% set all = secret('DATABASE', full=true) %}{{ all.metadata.user }} {{ all.value }}";
  const message = `${format} {{ secret('KEY', full=true).metadata }}`;
  const log = { id: 'say', type: 'io.kestra.plugin.core.log.Log', message };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'full', namespace: 'team', tasks: [log] }) });

  const { id } = await server.call('POST', '/executions/team/full?wait=true', { tenant, body: new FormData() });

  expect(await logMessages(server, id, { tenant })).toContain('ada ******** {}');
});

test('recursive rendering holds wherever a flow has expressions, not in its tasks alone', async () => {
  const recursive = await startServer({ configuration: { 'kestra.variables.recursive-rendering': true } });
  onTestFinished(() => recursive.stop());
  const nested = {
    id: 'nested',
    namespace: 'team',
    variables: { outer: '{{ vars.inner }}', inner: '{{ flow.id }}', no: '{{ vars.never }}', never: 'false' },
    inputs: [{ id: 'name', type: 'STRING', defaults: '{{ vars.outer }}' }],
    tasks: [returnTask('{{ inputs.name }} {{ vars.outer }}', 'show')],
    triggers: [{ id: 'call', type: 'io.kestra.plugin.core.trigger.Webhook', key: '{{ vars.outer }}' }],
  };
  await recursive.call('POST', '/flows', { body: aFlow(nested) });

  const { id, taskRunList } = await recursive.call('POST', '/executions/team/nested?wait=true', {
    body: new FormData(),
  });
  const called = await recursive.call('POST', '/executions/webhook/team/nested/nested', { body: {} });
  const tried = await recursive.request('POST', `/executions/${id}/actions/eval`, {
    headers: { 'content-type': 'text/plain' },
    body: '{{ vars.outer }}',
  });
  const shown = await recursive.call('POST', '/expressions/render', {
    body: { expressions: ['{{ vars.outer }}'], namespace: 'team', flowId: 'nested' },
  });
  const checked = aFlow({ ...nested, checks: [{ when: '{{ vars.no }}', message: 'said no' }] });
  await recursive.call('PUT', '/flows/team/nested', { body: checked });
  const refused = await recursive.request('POST', '/executions/team/nested?wait=true', { body: new FormData() });

  expect(taskRunList[0].outputs).toEqual({ value: 'nested nested' });
  expect(called).toMatchObject({ flowId: 'nested' });
  expect(tried.json).toEqual({ result: 'nested' });
  expect(shown.rendered).toEqual({ '{{ vars.outer }}': 'nested' });
  expect(JSON.stringify(refused.json)).toContain('said no');
});
