/** A running server tells why something waits, and refuses what would only wait longer. */
import { aFlow, eventually, logMessages, returnTask, sleepTask, startServer, type FlowParts } from '@windhover/testing';
import { expect, test } from 'vitest';

test('what waits says for what: the limit with its holder, the pause, the date', async () => {
  const server = await startServer();
  const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT1H' };
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'paused', tasks: [pause], concurrency: { limit: 1 } }),
  });
  const start = async (query = ''): Promise<string> =>
    (await server.call('POST', `/executions/company.team/paused${query}`)).id;
  const reasons = (id: string) => server.call('GET', `/executions/${id}/waiting`);

  const running = await start();
  await eventually(async () =>
    expect((await server.call('GET', `/executions/${running}`)).state.current).toBe('PAUSED'),
  );
  const queued = await start();
  const scheduled = await start('?scheduleDate=2099-01-01T00:00:00Z');

  expect(await reasons(running)).toMatchObject([
    { kind: 'RESUME', taskId: 'wait', facts: { dueAt: expect.any(String) } },
  ]);
  expect(await reasons(queued)).toEqual([
    {
      kind: 'SLOT',
      message: `The concurrency limit of flow 'company.team.paused' is reached: 1 of 1 slots are taken by '${running}'`,
      facts: {
        scope: 'flow/company.team/paused',
        thing: "flow 'company.team.paused'",
        limit: 1,
        taken: 1,
        executionIds: [running],
      },
    },
  ]);
  expect(await reasons(scheduled)).toMatchObject([{ kind: 'DATE', facts: { dueAt: '2099-01-01T00:00:00.000Z' } }]);
  await server.call('POST', `/executions/${running}/actions/resume`);
  await eventually(async () => expect(await reasons(queued)).toMatchObject([{ kind: 'RESUME' }]));
});

test('a subflow runs in the slot of the parent that waits for it; one that is not waited for needs its own', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const tenant = await server.newTenant();
  await server.call('POST', '/namespaces', {
    tenant,
    body: { id: 'team', concurrency: { limit: 1, behavior: 'QUEUE' } },
  });
  const subflow = { id: 'call', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'team', flowId: 'child' };
  const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'child', namespace: 'team', tasks: [pause] }) });
  for (const [id, wait] of [
    ['parent', true],
    ['starter', false],
  ] as const)
    await server.call('POST', '/flows', {
      tenant,
      body: aFlow({ id, namespace: 'team', tasks: [{ ...subflow, wait }, sleepTask(wait ? 'PT0.01S' : 'PT1H')] }),
    });
  const stateOf = async (id: string) => (await server.call('GET', `/executions/${id}`, { tenant })).state.current;
  const childOf = (id: string, state: string): Promise<string> =>
    eventually(async () => {
      const { results } = await server.call('GET', `/executions/search?filters[triggerExecutionId][EQUALS]=${id}`, {
        tenant,
      });
      expect(results).toMatchObject([{ state: { current: state } }]);
      return results[0].id;
    });
  const start = async (flow: string): Promise<string> =>
    (await server.call('POST', `/executions/team/${flow}`, { tenant })).id;

  const parent = await start('parent');
  const child = await childOf(parent, 'PAUSED');
  const starter = await start('starter');

  expect(await server.call('GET', `/executions/${starter}/waiting`, { tenant })).toMatchObject([
    { kind: 'SLOT', facts: { taken: 1, limit: 1, executionIds: [child] } },
  ]);
  await server.call('POST', `/executions/${child}/actions/resume`, { tenant });
  await eventually(async () => expect(await stateOf(parent)).toBe('SUCCESS'));
  const started = await childOf(starter, 'QUEUED');
  expect(await server.call('GET', `/executions/${started}/waiting`, { tenant })).toMatchObject([
    { kind: 'SLOT', facts: { taken: 1, limit: 1, executionIds: [starter] } },
  ]);
});

test('what a flowable holds back says for what: tasks before it, a limit, a child execution, the next round', async () => {
  const server = await startServer();
  const flow = 'io.kestra.plugin.core.flow';
  const long = (id: string) => ({ ...sleepTask('PT1H'), id });
  const dag = {
    id: 'dag',
    type: `${flow}.Dag`,
    tasks: [{ task: long('first') }, { task: returnTask('b', 'second'), dependsOn: ['first'] }],
  };
  const parallel = { id: 'parallel', type: `${flow}.Parallel`, concurrent: 1, tasks: [long('one'), long('two')] };
  const each = {
    id: 'each',
    type: `${flow}.ForEach`,
    values: ['a', 'b', 'c'],
    concurrencyLimit: 2,
    tasks: [long('item')],
  };
  const sub = { id: 'sub', type: `${flow}.Subflow`, namespace: 'company.team', flowId: 'child' };
  const until = {
    id: 'until',
    type: `${flow}.LoopUntil`,
    condition: '{{ false }}',
    checkFrequency: { interval: 'PT1H' },
    tasks: [returnTask('x', 'round')],
  };
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [long('long')] }) });
  const all = { id: 'all', type: `${flow}.Parallel`, tasks: [dag, parallel, each, sub, until] };
  await server.call('POST', '/flows', { body: aFlow({ id: 'parent', tasks: [all] }) });

  const { id } = await server.call('POST', '/executions/company.team/parent');

  await eventually(async () => {
    const reasons = await server.call('GET', `/executions/${id}/waiting`);
    const told = reasons.map(({ kind, taskId, message }: Record<string, string>) => [kind, taskId, message]);
    const children = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=child');
    expect(told).toEqual([
      ['TURN', 'second', "The task has not begun: it depends on 'first'"],
      ['TURN', 'two', 'The task has not begun: 1 of its siblings may run at the same time'],
      ['TURN', 'each', '1 of 3 items wait for the end of one of the 2 that the limit lets run'],
      ['CHILD', 'sub', `The task waits for the end of execution '${children.results[0].id}'`],
      ['ROUND', 'until', expect.stringMatching(/^Round 2 of the loop is due at /)],
    ]);
  });
});

test('who may not see the executions that take the slots is told how many there are, and not which', async () => {
  const server = await startServer({ tenancy: 'mixed' });
  await server.call('POST', '/namespaces', { body: { id: 'company', concurrency: { limit: 1 } } });
  const start = async (namespace: string): Promise<string> => {
    await server.call('POST', '/flows', { body: aFlow({ id: 'long', namespace, tasks: [sleepTask('PT1H')] }) });
    return (await server.call('POST', `/executions/${namespace}/long`)).id;
  };
  const [holder, queued] = [await start('company.hidden'), await start('company.team')];
  const user = await server.call('POST', '/users', { body: { username: 'ann', tenants: ['main'] } });
  const binding = { type: 'USER', externalId: user.id, roleId: 'viewer_main', namespaceId: 'company.team' };
  await server.call('POST', '/bindings', { body: binding });
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  const facts = async (as?: { token: string }) =>
    (await server.call('GET', `/executions/${queued}/waiting`, { ...(as && { as }) }))[0].facts;

  expect(await facts()).toMatchObject({ taken: 1, executionIds: [holder] });
  expect(await facts({ token: fullToken })).toMatchObject({ taken: 1, executionIds: [] });
});

test('beyond the depth limit new executions are answered 429 with the figures of the tenant', async () => {
  const server = await startServer({ configuration: { 'kestra.ee.tenants.max-queued-executions': 2 } });
  const body = aFlow({ id: 'f', tasks: [sleepTask('PT1H')], concurrency: { limit: 1 } });
  await server.call('POST', '/flows', { body });
  await server.call('POST', '/flows', { body: aFlow({ id: 'other', tasks: [returnTask('x')] }) });
  for (let count = 0; count < 3; count += 1) await server.call('POST', '/executions/company.team/f');

  const refused = await server.request('POST', '/executions/company.team/other');

  expect(refused.status).toBe(429);
  expect(refused.json.message).toContain('2 executions and 0 task runs of this tenant wait already, 2 may');
});

const core = 'io.kestra.plugin.core';
const secret = "{{ secret('TOKEN') }}";
const stored = returnTask(secret, 'asks');

/** Flows whose last step needs what is denied: in a task, in the engine's own decisions, at the end. */
const needing: Readonly<Record<string, FlowParts>> = {
  task: { tasks: [stored] },
  runnable: { tasks: [{ ...sleepTask('PT0S'), id: 'asks', duration: secret }] },
  condition: { tasks: [{ id: 'asks', type: `${core}.flow.If`, condition: secret, then: [returnTask('x')] }] },
  value: { tasks: [{ id: 'asks', type: `${core}.flow.Switch`, value: secret, cases: { a: [returnTask('x')] } }] },
  each: { tasks: [{ id: 'asks', type: `${core}.flow.ForEach`, values: [secret], tasks: [returnTask('x')] }] },
  until: { tasks: [{ id: 'asks', type: `${core}.flow.LoopUntil`, condition: secret, tasks: [returnTask('x')] }] },
  loop: { tasks: [{ id: 'asks', type: `${core}.flow.Loop`, values: [secret], tasks: [returnTask('x')] }] },
  loopOutputs: {
    tasks: [
      {
        id: 'asks',
        type: `${core}.flow.Loop`,
        values: ['a'],
        fetchType: 'STORE',
        tasks: [returnTask('x')],
        outputs: [{ id: 'x', type: 'STRING', value: 'x' }],
      },
    ],
  },
  subflow: {
    tasks: [
      { id: 'asks', type: `${core}.flow.Subflow`, namespace: 'company.team', flowId: 'task', labels: { of: secret } },
    ],
  },
  child: { tasks: [{ id: 'asks', type: `${core}.flow.Subflow`, namespace: 'company.team', flowId: 'task' }] },
  file: { tasks: [{ id: 'asks', type: `${core}.storage.Write`, content: 'x' }] },
  directory: {
    tasks: [
      {
        id: 'asks',
        type: `${core}.flow.WorkingDirectory`,
        namespaceFiles: { enabled: true },
        tasks: [sleepTask('PT0S')],
      },
    ],
  },
  handler: { tasks: [{ id: 'fails', type: `${core}.execution.Fail` }], errors: [stored] },
  output: { tasks: [returnTask('x')], outputs: [{ id: 'x', type: 'STRING', value: secret }] },
};

test.each([
  ['the tenant', { ofTenant: true }],
  ['the namespace', { ofTenant: false }],
] as const)(
  'what %s keeps from the workers is not waited for: what needs it fails and says so',
  async (_, { ofTenant }) => {
    const server = await startServer({ tenancy: 'explicit' });
    const tenant = 'dev';
    await server.call('POST', '/tenants', { body: { id: tenant, name: tenant } });
    for (const [id, flow] of Object.entries(needing)) {
      await server.call('POST', '/flows', { tenant, body: aFlow({ id, ...flow }) });
    }
    const denied = { enabled: true, deniedServices: ['WORKER'] };
    const isolation = { secretIsolation: denied, storageIsolation: denied };
    if (ofTenant) await server.call('PUT', `/tenants/${tenant}`, { body: { name: tenant, ...isolation } });
    else await server.call('POST', '/namespaces', { tenant, body: { id: 'company', ...isolation } });

    const started = await Promise.all(
      Object.keys(needing).map(async (flowId) => {
        const { id } = await server.call('POST', `/executions/company.team/${flowId}`, { tenant });
        return [flowId, id] as const;
      }),
    );

    const place = ofTenant ? "tenant 'dev'" : "namespace 'company'";
    await eventually(async () => {
      for (const [flowId, id] of started) {
        expect([flowId, await server.call('GET', `/executions/${id}/waiting`, { tenant })]).toEqual([flowId, []]);
        const { state } = await server.call('GET', `/executions/${id}`, { tenant });
        expect([flowId, state.current]).toEqual([flowId, 'FAILED']);
      }
    });
    for (const [flowId, id] of started) {
      if (flowId === 'child') continue;
      const said = (await logMessages(server, id, { tenant })).join('\n');
      expect([flowId, said]).toEqual([
        flowId,
        expect.stringMatching(new RegExp(`access is denied to service WORKER for ${place}`)),
      ]);
    }
  },
);
