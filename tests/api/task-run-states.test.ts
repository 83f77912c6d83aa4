/** How a task run ended, as a user decides it afterwards. */
import { aFlow, eventually, failTask, logTask, startServer } from '@windhover/testing';
import { expect, test } from 'vitest';

test('of a WorkingDirectory the state changes as a whole, and a task in it says so', async () => {
  const server = await startServer();
  const directory = { id: 'dir', type: 'io.kestra.plugin.core.flow.WorkingDirectory', tasks: [failTask('inner')] };
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [directory, logTask('x', 'after')] }) });
  const { id } = await server.call('POST', '/executions/company.team/flow');
  const find = () => server.call('GET', `/executions/${id}`);
  await eventually(async () => expect((await find()).state.current).toBe('FAILED'));
  const idOf = new Map((await find()).taskRunList.map((run: { taskId: string; id: string }) => [run.taskId, run.id]));
  const call = (taskId: string) =>
    server.request('POST', `/executions/${id}/actions/state`, {
      body: { taskRunId: idOf.get(taskId), state: 'SUCCESS' },
    });

  const inner = await call('inner');
  const whole = await call('dir');

  expect([inner.status, whole.status]).toEqual([422, 200]);
  expect(inner.text).toContain(
    "task 'inner' would run again with its WorkingDirectory: change the state of 'dir', or restart the execution",
  );
  await eventually(async () => expect((await find()).state.current).toBe('SUCCESS'));
  expect((await find()).taskRunList.map((run: { taskId: string }) => run.taskId)).toEqual(['dir', 'inner', 'after']);
});
