/** Executions that start because somebody knows the key of a webhook. */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, eventually, returnTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

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

test('asking for the headers alone starts nothing', async () => {
  const { call, executions } = await enter();

  const { status } = await call('HEAD');

  expect(status).toBe(401);
  expect(await executions()).toEqual([]);
});

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

test.each([
  ['/orders', 'orders'],
  ['/orders/', 'orders'],
  ['/repos/acme%20inc/issues/7?state=open', 'repos/acme inc/issues/7'],
  ['', undefined],
])('what follows the key in the address is the path, of one segment or several: %s', async (path, expected) => {
  const { call } = await enter();

  const { status, json: started } = await call('POST', { path, body: {}, headers: json });

  expect(status).toBe(200);
  expect(started.trigger.variables.path).toBe(expected);
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

test('conditions that ask for what the call does not have do not hold', async () => {
  const condition = {
    type: 'io.kestra.plugin.core.condition.Expression',
    expression: '{{ trigger.body.repository.name == "own" }}',
  };
  const { call, executions } = await enter({ conditions: [condition] });

  const without = await call('POST', { body: { zen: 'a ping' } });
  const withIt = await call('POST', { body: { repository: { name: 'own' } } });

  expect([without.status, withIt.status]).toEqual([204, 200]);
  expect(await executions()).toHaveLength(1);
});

test.each([
  { type: 'io.kestra.plugin.core.condition.ExecutionFlow', namespace: 'team', flowId: 'other' },
  { type: 'io.kestra.plugin.core.condition.TimeBetween', date: '{{ trigger.body.at }}', after: '08:00:00Z' },
])('a condition that cannot be asked of a call does not hold: %j', async (condition) => {
  const { call } = await enter({ conditions: [condition] });

  const { status } = await call('POST', { body: { at: 'no date' } });

  expect(status).toBe(204);
});

test('conditions within conditions may have their older names', async () => {
  const older = 'io.kestra.core.models.conditions.types';
  const weekend = { type: `${older}.WeekendCondition`, date: '{{ trigger.body.at }}' };
  const { call } = await enter({ conditions: [{ type: `${older}.OrCondition`, conditions: [weekend] }] });

  const saturday = await call('POST', { body: { at: '2026-03-07T08:00:00Z' } });
  const monday = await call('POST', { body: { at: '2026-03-09T08:00:00Z' } });

  expect([saturday.status, monday.status]).toEqual([200, 204]);
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

test('who does not wait is told that the execution is accepted, however quickly it runs', async () => {
  const outputs = [{ id: 'said', type: 'STRING', value: '{{ outputs.return.value }}' }];
  const parts = { tasks: [returnTask('x')], outputs };
  const [shown, asking] = [await enter({}, parts), await enter({ returnOutputs: true }, parts)];

  const { state, taskRunList = [] } = (await shown.call()).json;

  expect([state.current, taskRunList]).toEqual(['CREATED', []]);
  expect((await asking.call()).json).toEqual({});
});

test('it can wait for the end and answer with the outputs of the flow', async () => {
  const { call } = await enter(
    { wait: true, returnOutputs: true },
    {
      tasks: [sleepTask('PT0.01S'), returnTask('{{ trigger.body.name | upper }}')],
      outputs: [{ id: 'said', type: 'STRING', value: '{{ outputs.return.value }}' }],
    },
  );

  expect((await call('POST', { body: { name: 'ada' } })).json).toEqual({ said: 'ADA' });
});

test('one that waits and gives no outputs answers with the execution as it ended, its task runs among it', async () => {
  const { call } = await enter({ wait: true }, { tasks: [sleepTask('PT0.01S'), returnTask('x')] });

  const { state, taskRunList } = (await call()).json;

  expect(state.current).toBe('SUCCESS');
  expect(
    taskRunList.map((run: { taskId: string; state: { current: string } }) => [run.taskId, run.state.current]),
  ).toEqual([
    ['sleep', 'SUCCESS'],
    ['return', 'SUCCESS'],
  ]);
});

test('status and type of the reply are what the trigger says; no browser runs it', async () => {
  const output = (value: string) => ({
    tasks: [returnTask('{{ trigger.body.challenge }}')],
    outputs: [{ id: 'said', type: 'STRING', value }],
  });
  const said = output('{{ outputs.return.value }}');
  const replying = { wait: true, returnOutputs: true, responseContentType: 'text/html', responseCode: 202 };
  const plain = await enter(replying, said);
  const byExpression = await enter({ ...replying, responseCode: '{{ outputs.said }}' }, said);
  const body = { challenge: '418' };

  const reply = await plain.call('POST', { body });
  const [rendered, nonsense] = [
    await byExpression.call('POST', { body }),
    await byExpression.call('POST', { body: { challenge: 'no status' } }),
  ];

  expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([202, '418', 'text/html']);
  expect(reply.headers.get('content-disposition')).toBe('attachment');
  expect(reply.headers.get('content-security-policy')).toContain('sandbox');
  expect([rendered.status, nonsense.status]).toEqual([418, 200]);
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

const secret = 'what-only-both-sides-know';

/** A webhook whose calls are signed with a secret of the tenant. */
async function enterSigned(signature: object) {
  const entered = await enter({ signature: { secret: "{{ secret('SIGNING') }}", ...signature } });
  const { tenant } = entered;
  await server.call('PUT', '/namespaces/team/secrets', { tenant, body: { key: 'SIGNING', value: secret } });
  return entered;
}

test('a signed webhook takes what its secret signed, byte for byte, and answers all else as if there were none', async () => {
  const { call, executions } = await enterSigned({ header: 'X-Hub-Signature-256', prefix: 'sha256=' });
  const body = '{ "a" : "\u00e9" }';
  const right = createHmac('sha256', secret).update(body).digest('hex');
  const send = async (signature: string | undefined, sent = body, key = 'the-key') => {
    const { status, text: answered } = await call('POST', {
      key,
      body: sent,
      headers: { ...json, ...(signature !== undefined && { 'x-hub-signature-256': signature }) },
    });
    return { status, answered: answered.replace(key, '') };
  };
  const withoutWebhook = await send(undefined, body, 'another-key');

  const wrong = [
    await send(undefined),
    await send(''),
    await send('sha256='),
    await send(right),
    await send(`sha1=${right}`),
    await send(`sha256=${right.slice(1)}`),
    await send(`sha256=${createHmac('sha256', 'guessed').update(body).digest('hex')}`),
    await send(`sha256=${right}`, '{"a":"\u00e9"}'),
    await send(`sha256=${right}`, body, 'another-key'),
  ];

  expect(withoutWebhook.status).toBe(404);
  expect(wrong).toEqual(wrong.map(() => withoutWebhook));
  expect(await executions()).toEqual([]);
  expect((await send(`sha256=${right}`)).status).toBe(200);
  expect((await send(`sha256=${right.toUpperCase()}`)).status).toBe(200);
  expect(await executions()).toHaveLength(2);
});

test('signatures may be base64, of any algorithm, and in the header of credentials, which the flow does not see', async () => {
  const { call } = await enterSigned({ header: 'Authorization', algorithm: 'SHA512', encoding: 'BASE64' });
  const bytes = new Uint8Array([0xff, 0x00, 0xfe]);
  const signature = createHmac('sha512', secret).update(bytes).digest('base64');

  const reply = await call('POST', { body: bytes, headers: { authorization: `HMAC ${signature}` } });

  expect(reply.status).toBe(200);
  expect(Object.keys(reply.json.trigger.variables.headers)).not.toContain('authorization');
});

test('a time that is signed too keeps a call from being sent again later', async () => {
  const { call } = await enterSigned({
    header: 'Stripe-Signature',
    prefix: 'v1=',
    timestamp: { prefix: 't=', tolerance: 'PT1H' },
  });
  const seconds = Math.floor(Date.now() / 1_000);
  const send = async (time: string, signedTime = time): Promise<number> => {
    const signature = createHmac('sha256', secret).update(`${signedTime}.{}`).digest('hex');
    // The first signature is of a secret that was changed
    const headers = { ...text, 'stripe-signature': `t=${time},v1=${'0'.repeat(64)},v1=${signature}` };
    return (await call('POST', { body: '{}', headers })).status;
  };

  expect(await send(String(seconds))).toBe(200);
  expect(await send(String(seconds * 1_000))).toBe(200);
  expect(await send(String(seconds - 7_200))).toBe(404);
  expect(await send(String(seconds + 7_200))).toBe(404);
  expect(await send(String(seconds), String(seconds - 7_200))).toBe(404);
  expect(await send('now')).toBe(404);
});

test('what is signed may be put together as the sender does it', async () => {
  const { call } = await enterSigned({
    header: 'X-Slack-Signature',
    prefix: 'v0=',
    timestamp: { header: 'X-Slack-Request-Timestamp' },
    payload: 'v0:{timestamp}:{body}',
  });
  const time = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${time}:a=1`).digest('hex');
  const headers = { ...text, 'x-slack-signature': `v0=${signature}` };

  const reply = await call('POST', { body: 'a=1', headers: { ...headers, 'x-slack-request-timestamp': time } });

  expect(reply.status).toBe(200);
  expect((await call('POST', { body: 'a=1', headers })).status).toBe(404);
});

test('a secret that is not there lets nobody in, and wrong signatures count as guesses', async () => {
  const { call, executions } = await enter({ signature: { secret: "{{ secret('NONE') }}", header: 'x-signature' } });
  const signature = createHmac('sha256', '').update('').digest('hex');

  const statuses = new Set<number>();
  for (let tries = 0; tries < 101; tries += 1) {
    statuses.add((await call('GET', { headers: { 'x-signature': signature } })).status);
  }

  expect([...statuses]).toEqual([404, 429]);
  expect(await executions()).toEqual([]);
});

test('what is wrong with a signature is said when the flow is saved', async () => {
  const tenant = await server.newTenant();
  const signature = { secret: 'written out', algorithm: 'MD5', timestamp: {}, payload: '{body}{body}', heder: 'x' };
  const triggers = [{ id: 'hook', type: webhook, key: 'short', signature }];

  const [found] = (
    await server.request('POST', '/flows/validate', {
      tenant,
      body: aFlow({ id: 'wrong', namespace: 'team', triggers }),
    })
  ).json;

  expect(found.constraints.split('\n').join(' ')).toMatch(/algorithm.*heder|heder.*algorithm/);
  expect(found.constraints).toContain('must hold {body}, once');
  expect(found.constraints).toContain('must hold {timestamp}');
  expect(found.warnings.join()).toContain('the key has 5 characters and can be guessed');
  expect(found.warnings.join()).toContain('whoever may read the flow can sign calls');
});

test('keys may be asked to have a length: shorter ones are not saved any more, and flows that have them go on', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'webhook-keys-'));
  onTestFinished(() => rm(dataDirectory, { recursive: true, force: true }));
  const flow = (id: string, key: string) =>
    aFlow({ id, namespace: 'team', triggers: [{ id: 'hook', type: webhook, key }] });
  const before = await startServer({ dataDirectory });
  await before.call('POST', '/flows', { body: flow('old', 'the-key') });
  await before.stop();

  const after = await startServer({ dataDirectory, configuration: { 'kestra.webhooks.min-key-length': 20 } });
  const refused = await after.request('POST', '/flows', { body: flow('new', 'nineteen-characters') });

  expect(refused.status).toBe(422);
  expect(refused.text).toContain('the key has 19 characters; this server asks for 20');
  expect((await after.request('POST', '/flows', { body: flow('new', 'as-many-as-20-letters') })).status).toBe(200);
  expect((await after.request('POST', '/flows', { body: flow('hidden', "{{ secret('KEY') }}") })).status).toBe(200);
  expect((await after.request('POST', '/executions/webhook/team/old/the-key', { as: null })).status).toBe(200);
});
