/** A kill reaches what the execution has started, and what that has. */
import { aFlow, eventually, sleepTask, startServer, type TaskParts } from '@windhover/testing';
import { expect, test } from 'vitest';

const subflow = (flowId: string, rest: object = {}): TaskParts => ({
  id: 'call',
  type: 'io.kestra.plugin.core.flow.Subflow',
  namespace: 'company.team',
  flowId,
  ...rest,
});

async function enter() {
  const server = await startServer();
  const save = (id: string, tasks: readonly TaskParts[], rest: object = {}) =>
    server.call('POST', '/flows', { body: aFlow({ id, tasks, ...rest }) });
  const start = async (id: string): Promise<string> => (await server.call('POST', `/executions/company.team/${id}`)).id;
  const statesOf = async (flowId: string): Promise<string[]> => {
    const { results } = await server.call('GET', `/executions/search?flowId=${flowId}`);
    return results.map((execution: { state: { current: string } }) => execution.state.current);
  };
  const reach = (flowId: string, state: string) =>
    eventually(async () => expect(await statesOf(flowId)).toEqual([state]));
  return { server, save, start, statesOf, reach };
}

test('a kill reaches, at any depth, also executions that nobody waits for', async () => {
  const { server, save, start, reach } = await enter();
  await save('grandchild', [sleepTask('PT1H')]);
  await save('child', [subflow('grandchild', { wait: false }), sleepTask('PT1H')]);
  await save('between', [subflow('child')]);
  await save('parent', [subflow('between', { wait: false }), sleepTask('PT1H')]);
  const id = await start('parent');
  await reach('grandchild', 'RUNNING');

  await server.call('DELETE', `/executions/${id}/kill`);

  for (const flowId of ['parent', 'between', 'child', 'grandchild']) await reach(flowId, 'KILLED');
});

test('a kill that is to end nothing else leaves them alone', async () => {
  const { server, save, start, statesOf, reach } = await enter();
  await save('child', [sleepTask('PT1H')]);
  await save('parent', [subflow('child', { wait: false }), sleepTask('PT1H')]);
  const id = await start('parent');
  await reach('child', 'RUNNING');

  await server.call('DELETE', `/executions/${id}/kill?isOnKillCascade=false`);
  await reach('parent', 'KILLED');

  expect(await statesOf('child')).toEqual(['RUNNING']);
});

test('what a flow trigger starts because of the kill goes on', async () => {
  const { server, save, start, statesOf, reach } = await enter();
  const heard = { id: 'heard', type: 'io.kestra.plugin.core.trigger.Flow', states: ['KILLED'] };
  await save('listener', [sleepTask('PT1H')], { triggers: [heard] });
  await save('killed', [sleepTask('PT1H')]);
  const id = await start('killed');
  await reach('killed', 'RUNNING');

  await server.call('DELETE', `/executions/${id}/kill`);
  await reach('killed', 'KILLED');
  await reach('listener', 'RUNNING');

  expect(await statesOf('listener')).toEqual(['RUNNING']);
});
