/** What the log of a task says of the executions that it starts. */
import { executionLink } from '@windhover/model';
import {
  aFlow,
  eventually,
  failTask,
  logMessages,
  returnTask,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
const call: TaskParts = { id: 'call', type: `${core}.flow.Subflow`, namespace: 'company.team', flowId: 'child' };

async function run(server: TestServer, ...tasks: TaskParts[]) {
  await server.call('POST', '/flows', { body: aFlow({ id: 'parent', tasks }) });
  return server.call('POST', '/executions/company.team/parent?wait=true');
}

// oxlint-disable-next-line typescript/no-explicit-any -- replies as they come
async function childrenOf(server: TestServer, id: string): Promise<any[]> {
  return (await server.call('GET', `/executions/search?filters[triggerExecutionId][EQUALS]=${id}&size=100`)).results;
}

test('the log of a Subflow leads to its child, whether one waits for it or not', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [returnTask('a')] }) });
  const { id } = await run(server, call, { ...call, id: 'unheard', wait: false });

  const lines = await server.call('GET', `/logs/${id}`);

  const children = await childrenOf(server, id);
  const told = lines.filter(({ message }: { message: string }) => message.startsWith('Created new execution'));
  expect(told.map(({ taskId, level, message }: Record<string, string>) => [taskId, level, message])).toEqual(
    ['call', 'unheard'].map((taskId) => {
      const child = children.find(({ trigger }) => trigger.id === taskId);
      return [taskId, 'INFO', `Created new execution ${executionLink(child)}`];
    }),
  );
});

test('a task that logs warnings alone says nothing of its child', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [returnTask('a')] }) });

  const { id, state } = await run(
    server,
    { ...call, logLevel: 'WARN' },
    { ...call, id: 'quiet', wait: false, logLevel: 'WARN' },
  );

  expect(state.current).toBe('SUCCESS');
  expect((await logMessages(server, id)).join('\n')).not.toContain('[[link');
});

test('a child that is restarted with its parent is told of as such', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [failTask()] }) });
  const { id } = await run(server, call);
  const [child] = await childrenOf(server, id);

  await server.call('POST', `/executions/${id}/restart`);

  await eventually(async () => {
    const told = (await logMessages(server, id)).filter((message) => message.includes('[[link'));
    expect(told).toEqual([
      `Created new execution ${executionLink(child)}`,
      `Restarted execution ${executionLink(child)}`,
    ]);
  });
});

test('the log of a ForEachItem leads to each of its children', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [returnTask('a')] }) });
  const write = { id: 'write', type: `${core}.storage.Write`, content: 'one\ntwo\n', extension: '.txt' };
  const each = { ...call, id: 'each', type: `${core}.flow.ForEachItem`, items: '{{ outputs.write.uri }}' };

  const { id } = await run(server, write, each);

  const told = (await logMessages(server, id)).filter((message) => message.includes('[[link'));
  const expected = (await childrenOf(server, id)).map((child) => `Created new execution ${executionLink(child)}`);
  expect(expected).toHaveLength(2);
  expect(told.toSorted()).toEqual(expected.toSorted());
});
