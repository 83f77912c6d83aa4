/** States of executions that belong together, live. */
import { aFlow, eventually, logTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

/** The main flow waits for a child, which waits to be resumed; the listener starts when the main flow has ended. */
async function enter(tenant: string) {
  await server.call('POST', '/tenants', { body: { id: tenant, name: tenant } });
  const waits = { id: 'wait', type: `${core}.flow.Pause` };
  const calls = { id: 'call', type: `${core}.flow.Subflow`, namespace: 'team', flowId: 'child', wait: true };
  const triggers = [
    {
      id: 'after',
      type: `${core}.trigger.Flow`,
      preconditions: { id: 'one', flows: [{ namespace: 'team', flowId: 'main' }] },
    },
  ];
  for (const body of [
    aFlow({ id: 'child', namespace: 'team', tasks: [waits] }),
    aFlow({ id: 'main', namespace: 'team', tasks: [calls] }),
    aFlow({ id: 'listener', namespace: 'team', triggers, tasks: [logTask()] }),
    aFlow({ id: 'stranger', namespace: 'team' }),
  ])
    await server.call('POST', '/flows', { tenant, body });
  const { id } = await server.call('POST', '/executions/team/main', { tenant, body: new FormData() });
  const child = await eventually(async () => {
    const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=child', { tenant });
    expect(results[0]?.state.current).toBe('PAUSED');
    return results[0].id as string;
  });
  return { id: id as string, child };
}

interface Told {
  readonly id: string;
  readonly flow: string;
  readonly state: string;
  readonly tenant: string;
  readonly kind: string;
}

async function follow(
  tenant: string,
  id: string,
  query: string,
  as?: { readonly token: string },
): Promise<readonly Told[]> {
  const { text } = await server.request('GET', `/executions/${id}/follow-dependencies?${query}`, {
    tenant,
    ...(as !== undefined && { as }),
  });
  return [...text.matchAll(/^id: (\w+)\ndata: (.*)$/gm)].map(([, kind = '', data = '']) => {
    const { executionId, flowId, state, tenantId } = JSON.parse(data);
    return { id: executionId, flow: flowId, state: state.current, tenant: tenantId, kind };
  });
}

test('what an execution starts is told as it changes, until each of the flows has run', async () => {
  const [ours, theirs] = [await enter('ours'), await enter('theirs')];

  const following = follow('ours', ours.id, 'destinationOnly=true');
  await server.call('POST', `/executions/${theirs.child}/resume`, { tenant: 'theirs' });
  await server.call('POST', `/executions/${ours.child}/resume`, { tenant: 'ours' });
  const told = await following;

  const states = (flow: string) => told.filter((event) => event.flow === flow).map(({ state }) => state);
  expect(states('main')[0]).toBe('RUNNING');
  expect(['main', 'child', 'listener'].map((flow) => states(flow).at(-1))).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  expect(new Set(told.map(({ tenant }) => tenant))).toEqual(new Set(['ours']));
  expect(told.map(({ kind }) => kind)).toEqual([...told.slice(1).map(() => 'progress'), 'end']);

  // Of what is over only the last states are told; near the child there is the main flow alone
  const near = await follow('ours', ours.child, '');
  expect(near.map(({ flow, state }) => `${flow} ${state}`).sort()).toEqual(['child SUCCESS', 'main SUCCESS']);
  expect((await server.request('GET', `/executions/${ours.id}/follow-dependencies`, { tenant: 'theirs' })).status).toBe(
    404,
  );
});

test('executions in namespaces that the caller may not look into are neither told nor waited for', async () => {
  const tenant = await server.newTenant();
  const conditions = [{ type: `${core}.condition.ExecutionFlow`, namespace: 'team', flowId: 'main' }];
  const hear = { id: 'hear', type: `${core}.trigger.Flow`, conditions };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'main', namespace: 'team' }) });
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'after', namespace: 'aside', triggers: [hear] }) });
  const { id } = await server.call('POST', '/executions/team/main?wait=true', { tenant });
  await eventually(async () => {
    const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=after', { tenant });
    expect(results[0]?.state.current).toBe('SUCCESS');
  });
  const user = await server.call('POST', '/users', { body: { username: `of-${tenant}`, tenants: [tenant] } });
  const bind = async (name: string, permissions: Record<string, string[]>, namespaceId?: string) => {
    const role = await server.call('POST', '/roles', { tenant, body: { name, permissions } });
    const body = { type: 'USER', externalId: user.id, roleId: role.id, namespaceId };
    await server.call('POST', '/bindings', { tenant, body });
  };
  await bind('flows', { FLOW: ['LIST', 'VIEW'] });
  await bind('executions of the team', { EXECUTION: ['LIST', 'VIEW'] }, 'team');
  const { fullToken: token } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });

  const all = await follow(tenant, id, 'expandAll=true');
  const theirs = await follow(tenant, id, 'expandAll=true', { token });

  expect(all.map(({ flow }) => flow)).toEqual(['main', 'after']);
  expect(theirs.map(({ flow }) => flow)).toEqual(['main']);
});

test('after a restart the same chain is told, until what listens to it has run again', async () => {
  const tenant = await server.newTenant();
  const call = (method: string, path: string, body?: unknown) => server.call(method, path, { tenant, body });
  const until = {
    id: 'fail',
    type: `${core}.execution.Fail`,
    condition: "{{ kv('go', errorOnMissing=false) != 'yes' }}",
  };
  const waits = { id: 'wait', type: `${core}.flow.Pause` };
  const calls = (flowId: string) => ({ id: flowId, type: `${core}.flow.Subflow`, namespace: 'team', flowId });
  const conditions = [{ type: `${core}.condition.ExecutionFlow`, namespace: 'team', flowId: 'main' }];
  const hear = { id: 'hear', type: `${core}.trigger.Flow`, conditions };
  for (const body of [
    aFlow({ id: 'before', namespace: 'team', tasks: [logTask()] }),
    aFlow({ id: 'child', namespace: 'team', tasks: [until, waits] }),
    aFlow({ id: 'main', namespace: 'team', tasks: [calls('before'), calls('child')] }),
    aFlow({ id: 'listener', namespace: 'team', triggers: [hear], tasks: [logTask()] }),
  ])
    await call('POST', '/flows', body);
  const inState = async (flow: string, state: string, count = 1): Promise<readonly { readonly id: string }[]> =>
    eventually(async () => {
      const { results } = await call(
        'GET',
        `/executions/search?filters[flowId][EQUALS]=${flow}&filters[state][EQUALS]=${state}`,
      );
      expect(results).toHaveLength(count);
      return results;
    });
  const { id, state } = await call('POST', '/executions/team/main?wait=true', new FormData());
  const [heard] = await inState('listener', 'SUCCESS');
  await call('PUT', '/namespaces/team/kv/go', '"yes"');

  await call('POST', `/executions/${id}/actions/restart`);
  const [child] = await inState('child', 'PAUSED');
  const following = follow(tenant, id, 'destinationOnly=true');
  await call('POST', `/executions/${child!.id}/resume`);
  const told = await following;

  expect(state.current).toBe('FAILED');
  const ends = told.filter((event) => event.state === 'SUCCESS' || event.state === 'FAILED');
  expect(new Set(ends.filter(({ flow }) => flow === 'child').map((event) => event.id))).toEqual(new Set([child!.id]));
  expect(told.filter(({ flow }) => flow === 'main').map((event) => event.id)).toContain(id);
  expect(told.at(-1)).toMatchObject({ flow: 'listener', state: 'SUCCESS', kind: 'end' });
  expect(told.at(-1)!.id).not.toBe(heard!.id);
  expect(new Set(told.map(({ flow }) => flow))).toEqual(new Set(['before', 'child', 'main', 'listener']));
});
