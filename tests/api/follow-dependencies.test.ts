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
  readonly flow: string;
  readonly state: string;
  readonly tenant: string;
  readonly kind: string;
}

async function follow(tenant: string, id: string, query: string): Promise<readonly Told[]> {
  const { text } = await server.request('GET', `/executions/${id}/follow-dependencies?${query}`, { tenant });
  return [...text.matchAll(/^id: (\w+)\ndata: (.*)$/gm)].map(([, kind = '', data = '']) => {
    const { flowId, state, tenantId } = JSON.parse(data);
    return { flow: flowId, state: state.current, tenant: tenantId, kind };
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
