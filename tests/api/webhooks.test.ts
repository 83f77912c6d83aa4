/** Executions that start because somebody knows the key of a webhook. */
import { aFlow, eventually, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const webhook = 'io.kestra.plugin.core.trigger.Webhook';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

/** A tenant with a flow behind this webhook. Calls carry no credentials. */
async function enter(trigger: object = {}, parts: object = {}) {
  const tenant = await server.newTenant();
  const triggers = [{ id: 'hook', type: webhook, key: 'the-key', ...trigger }];
  const save = (more: object = {}) =>
    server.request('POST', '/flows', {
      tenant,
      body: aFlow({ id: 'hooked', namespace: 'team', triggers, ...parts, ...more }),
    });
  expect((await save()).status).toBe(200);
  const call = (
    method = 'POST',
    {
      key = 'the-key',
      path = '',
      ...options
    }: { key?: string; path?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) => server.request(method, `/executions/webhook/team/hooked/${key}${path}`, { tenant, as: null, ...options });
  const executions = async (): Promise<unknown[]> =>
    (await server.call('GET', '/executions?namespace=team&flowId=hooked', { tenant })).results;
  return { tenant, call, executions };
}

const text = { 'content-type': 'text/plain' };
const json = { 'content-type': 'application/json' };

test('a body is data if it is a JSON object or list, else text; parameters and headers are lists', async () => {
  const { call } = await enter();
  const bodyOf = async (body: unknown, headers: Record<string, string>) =>
    (await call('POST', { body, headers })).json.trigger.variables.body;

  expect(await bodyOf({ a: [1] }, json)).toEqual({ a: [1] });
  expect(await bodyOf('[1, 2]', json)).toEqual([1, 2]);
  expect(await bodyOf('plain', text)).toBe('plain');
  expect(await bodyOf('{"broken":', json)).toBe('{"broken":');
  const { variables } = (await call('GET', { path: '?a=1&a=2&b=', headers: { 'x-own': 'yes' } })).json.trigger;
  expect(variables.body ?? null).toBeNull();
  expect(variables.parameters).toEqual({ a: ['1', '2'], b: [''] });
  expect(variables.headers['x-own']).toEqual(['yes']);
});

test('the key may be an expression, and must be known exactly', async () => {
  const { call, executions } = await enter({ key: "{{ 'the' ~ '-key' }}" });

  const statuses = [];
  for (const key of ['the-key', 'The-key', 'the-key2', 'the']) statuses.push((await call('POST', { key })).status);

  expect(statuses).toEqual([200, 404, 404, 404]);
  expect(await executions()).toHaveLength(1);
});

test('conditions that do not hold answer 204 and start nothing', async () => {
  const condition = { type: 'io.kestra.plugin.core.condition.Expression', expression: '{{ trigger.body.go }}' };
  const { call, executions } = await enter({ conditions: [condition] });

  const refused = await call('POST', { body: { go: false } });
  const taken = await call('POST', { body: { go: true } });

  expect([refused.status, refused.text, taken.status]).toEqual([204, '', 200]);
  expect(await executions()).toHaveLength(1);
});

test('a disabled trigger, a disabled flow and another tenant answer as if there were no webhook', async () => {
  const [disabledTrigger, disabledFlow, one] = [
    await enter({ disabled: true }),
    await enter({}, { disabled: true }),
    await enter({ key: 'only-here' }),
  ];

  const replies = [
    await disabledTrigger.call(),
    await disabledFlow.call(),
    await disabledFlow.call('POST', { key: 'only-here' }),
  ];

  expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect((await one.call('POST', { key: 'only-here' })).status).toBe(200);
});

test('it can wait for the end and answer with the outputs of the flow', async () => {
  const { call } = await enter(
    { wait: true, returnOutputs: true },
    {
      tasks: [returnTask('{{ trigger.body.name | upper }}')],
      outputs: [{ id: 'said', type: 'STRING', value: '{{ outputs.return.value }}' }],
    },
  );

  expect((await call('POST', { body: { name: 'ada' } })).json).toEqual({ said: 'ADA' });
});

test('inputs come from the trigger, and nothing waits for an end that is not asked for', async () => {
  const { call, executions } = await enter(
    { inputs: { who: '{{ trigger.body.who }}' } },
    { inputs: [{ id: 'who', type: 'STRING' }], tasks: [returnTask('{{ inputs.who }}')] },
  );

  const { json: execution } = await call('POST', { body: { who: 'ada' } });

  expect(execution.inputs).toEqual({ who: 'ada' });
  await eventually(async () => expect(await executions()).toMatchObject([{ state: { current: 'SUCCESS' } }]));
});
