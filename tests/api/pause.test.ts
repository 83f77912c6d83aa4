/** Pauses that tell people of themselves first. */
import { aFlow, eventually, logTask, returnTask, startServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const pause = 'io.kestra.plugin.core.flow.Pause';

test('onPause has run when the execution is paused, and its outputs are there afterwards', async () => {
  const server = await startServer();
  const onPause = returnTask('approve {{ execution.id }}', 'tell');
  const tasks = [{ id: 'wait', type: pause, onPause }, returnTask('{{ outputs.tell.value }}', 'after')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks }) });
  const { id } = await server.call('POST', '/executions/company.team/flow');
  const find = () => server.call('GET', `/executions/${id}`);
  const states = async (): Promise<string[]> => {
    const { state, taskRunList } = await find();
    const ofTasks = taskRunList.map(
      (taskRun: { taskId: string; state: { current: string } }) => `${taskRun.taskId} ${taskRun.state.current}`,
    );
    return [state.current, ...ofTasks];
  };

  await eventually(async () => expect(await states()).toEqual(['PAUSED', 'wait PAUSED', 'tell SUCCESS']));
  await server.call('POST', `/executions/${id}/actions/resume`);

  await eventually(async () =>
    expect(await states()).toEqual(['SUCCESS', 'wait SUCCESS', 'tell SUCCESS', 'after SUCCESS']),
  );
  expect((await find()).taskRunList[2].outputs).toEqual({ value: `approve ${id}` });
});

test('a broken onPause is refused with its place, and its id must be the only one', async () => {
  const server = await startServer();
  const validate = async (onPause: unknown): Promise<string> => {
    const body = aFlow({ tasks: [logTask('x', 'taken'), { id: 'wait', type: pause, onPause }] });
    const [result] = await server.call('POST', '/flows/validate', { body });
    return result.constraints;
  };

  expect(await validate([logTask('x', 'other')])).toContain('tasks[1].onPause: must be a task');
  expect(await validate(logTask('x', 'taken'))).toContain('Duplicate task id with name [taken]');
  expect(await validate({ id: 'other', type: 'no.such.Task' })).toContain('Invalid type: no.such.Task');
});

test('what becomes of a pause that nobody ends may depend on an input', async () => {
  const server = await startServer();
  const wait = { id: 'wait', type: pause, pauseDuration: 'PT0.05S', behavior: '{{ inputs.then }}' };
  const inputs = [{ id: 'then', type: 'STRING' }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', inputs, tasks: [wait, logTask('x', 'after')] }) });
  const endOf = async (then: string): Promise<string> => {
    const body = new FormData();
    body.set('then', then);
    return (await server.call('POST', '/executions/company.team/flow?wait=true', { body })).state.current;
  };

  expect([await endOf('RESUME'), await endOf('WARN'), await endOf('CANCEL')]).toEqual([
    'SUCCESS',
    'WARNING',
    'CANCELLED',
  ]);
});
