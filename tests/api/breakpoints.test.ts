/** Executions that stop before tasks that somebody named. */
import { aFlow, eventually, logTask, startServer, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

async function begin(server: TestServer, query = ''): Promise<string> {
  const tasks = ['one', 'two', 'three'].map((id) => logTask('x', id));
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks }) });
  return (await server.call('POST', `/executions/company.team/flow${query}`)).id;
}

test('an execution goes on past its breakpoints, and stops at others when that is asked', async () => {
  const server = await startServer();
  const id = await begin(server, '?breakpoints=one,two');
  const stopsAt = (task: string) =>
    eventually(async () => {
      const { state, taskRunList } = await server.call('GET', `/executions/${id}`);
      expect([state.current, taskRunList.at(-1).taskId]).toEqual(['BREAKPOINT', task]);
    });
  const goOn = (query = ''): Promise<{ breakpoints: unknown }> =>
    server.call('POST', `/executions/${id}/actions/resume-from-breakpoint${query}`);

  await stopsAt('one');
  await goOn();
  await stopsAt('two');
  expect((await goOn('?breakpoints=three')).breakpoints).toEqual([{ id: 'three' }]);
  await stopsAt('three');
  await goOn();

  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('SUCCESS'));
});

test('what waits for something else is not resumed from a breakpoint', async () => {
  const server = await startServer();
  const wait = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [wait] }) });
  const { id } = await server.call('POST', '/executions/company.team/flow');
  const state = async (): Promise<string> => (await server.call('GET', `/executions/${id}`)).state.current;
  await eventually(async () => expect(await state()).toBe('PAUSED'));

  const refused = await server.request('POST', `/executions/${id}/actions/resume-from-breakpoint`);

  expect([refused.status, refused.json.message]).toEqual([
    409,
    `Illegal state: execution '${id}' is not at a breakpoint, can't resume it from there`,
  ]);
  expect(await state()).toBe('PAUSED');
});
