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

test('a paused task run can be called FAILED; what no task run can be, and what was killed, is refused', async () => {
  const server = await startServer();
  const tasks = [{ id: 'wait', type: pause }, logTask('x', 'after')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks, errors: [logTask('x', 'told')] }) });
  const begin = async (): Promise<string> => {
    const { id } = await server.call('POST', '/executions/company.team/flow');
    await reach(id, 'PAUSED');
    return id;
  };
  const reach = (id: string, state: string) =>
    eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe(state));
  const decide = async (id: string, state: string, index = 0) => {
    const { taskRunList } = await server.call('GET', `/executions/${id}`);
    const body = { taskRunId: taskRunList[index].id, state };
    return server.request('POST', `/executions/${id}/actions/state`, { body });
  };
  const [failed, killed] = [await begin(), await begin()];

  const whilePaused = [await decide(failed, 'QUEUED'), await decide(failed, 'FAILED')];
  await reach(failed, 'FAILED');
  const afterwards = await decide(failed, 'RUNNING');
  const handler = await decide(failed, 'FAILED', 1);
  await server.request('DELETE', `/executions/${killed}/actions/kill`);
  await reach(killed, 'KILLED');
  const afterKill = await decide(killed, 'SUCCESS');

  expect([...whilePaused, afterwards, handler, afterKill].map(({ status }) => status)).toEqual([
    422, 200, 422, 422, 422,
  ]);
  expect(whilePaused[0]!.text).toContain('a paused task run can be RUNNING, SUCCESS, FAILED, not QUEUED');
  expect(afterwards.text).toContain("'RUNNING' is no state in which a task run can end");
  expect(handler.text).toContain('ran after the end of the tasks');
  const { taskRunList } = await server.call('GET', `/executions/${failed}`);
  const ends = taskRunList.map((row: { taskId: string; state: { current: string } }) => [
    row.taskId,
    row.state.current,
  ]);
  expect(ends).toEqual([
    ['wait', 'FAILED'],
    ['told', 'SUCCESS'],
  ]);
});

test('what is asked for when resuming is asked by the rules of inputs, and its expressions see the execution', async () => {
  const server = await startServer();
  const onResume = [
    { id: 'amount', type: 'INT' },
    { id: 'why', type: 'STRING', dependsOn: { inputs: ['amount'], condition: '{{ inputs.amount > inputs.limit }}' } },
    { id: 'to', type: 'STRING', defaults: '{{ outputs.find.value }} {{ execution.id }}' },
  ];
  const tasks = [
    returnTask('ann', 'find'),
    { id: 'wait', type: pause, onResume },
    returnTask('{{ outputs.wait.onResume }}', 'after'),
  ];
  const inputs = [{ id: 'limit', type: 'INT', defaults: 5 }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', inputs, tasks }) });
  const find = (id: string) => server.call('GET', `/executions/${id}`);
  const resume = async (amount: string) => {
    const { id } = await server.call('POST', '/executions/company.team/flow');
    await eventually(async () => expect((await find(id)).state.current).toBe('PAUSED'));
    const body = new FormData();
    body.set('amount', amount);
    return { id, reply: await server.request('POST', `/executions/${id}/actions/resume`, { body }) };
  };

  const little = await resume('5');
  const much = await resume('6');

  expect([little.reply.status, much.reply.status]).toEqual([200, 422]);
  expect(much.reply.text).toContain('Invalid input for `why`, missing required input');
  await eventually(async () => expect((await find(little.id)).state.current).toBe('SUCCESS'));
  const { value } = (await find(little.id)).taskRunList.at(-1).outputs;
  expect(JSON.parse(value)).toEqual({ amount: 5, to: `ann ${little.id}` });
});

test('inputs that a pause asks for are checked with the flow', async () => {
  const server = await startServer();
  const validate = async (onResume: readonly object[]) => {
    const body = aFlow({ inputs: [{ id: 'a', type: 'INT' }], tasks: [{ id: 'wait', type: pause, onResume }] });
    const [{ constraints, warnings }] = await server.call('POST', '/flows/validate', { body });
    return [constraints, warnings];
  };

  const own = { id: 'own', type: 'INT' };
  const on = (condition: string) => ({ id: 'b', type: 'INT', dependsOn: { inputs: ['own'], condition } });

  expect((await validate([{ id: 'x', type: 'NOPE' }]))[0]).toContain('tasks[0].onResume[0].type');
  expect((await validate([own, own]))[0]).toContain('Duplicate input with name [own]');
  expect((await validate([on('{{ inputs.own > 1 }}')]))[0]).toContain("depends on a non-existent input 'own'");
  expect(await validate([own, on('{{ inputs.own > 1 }}')])).toEqual([undefined, []]);
});

test('what only waits for the next round of a loop cannot be resumed, and one is told what can be done', async () => {
  const server = await startServer();
  const until = {
    id: 'until',
    type: 'io.kestra.plugin.core.flow.LoopUntil',
    condition: '{{ false }}',
    checkFrequency: { interval: 'PT1H' },
    tasks: [logTask()],
  };
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [until] }) });
  const { id } = await server.call('POST', '/executions/company.team/flow');
  const find = () => server.call('GET', `/executions/${id}`);
  await eventually(async () => expect((await find()).state.current).toBe('PAUSED'));
  const act = (action: string, body?: object) =>
    server.request('POST', `/executions/${id}/actions/${action}`, body === undefined ? {} : { body });
  const taskRunId = (await find()).taskRunList[0].id;

  const refused = [
    await act('resume'),
    await act('restart'),
    await act('state', { taskRunId, state: 'SUCCESS' }),
    await act('state', { taskRunId, state: 'RUNNING' }),
  ];
  const many = await server.request('POST', '/executions/resume/by-ids', { body: [id] });
  const failed = await act('state', { taskRunId, state: 'FAILED' });

  expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
  for (const { text } of [...refused, many])
    expect(text).toContain("task 'until' begins its next round by itself: change its state to FAILED to end it");
  expect([many.status, failed.status]).toEqual([400, 200]);
  await eventually(async () => expect((await find()).state.current).toBe('FAILED'));
});

test('older addresses go past a breakpoint and replay with other inputs', async () => {
  const server = await startServer();
  const inputs = [{ id: 'name', type: 'STRING', defaults: 'ann' }];
  const tasks = [returnTask('{{ inputs.name }}', 'say')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', inputs, tasks }) });
  const endOf = (id: string) =>
    eventually(async () => {
      const execution = await server.call('GET', `/executions/${id}`);
      expect(execution.state.current).toBe('SUCCESS');
      return execution.taskRunList[0].outputs.value;
    });
  const { id } = await server.call('POST', '/executions/company.team/flow?breakpoints=say');
  await eventually(async () =>
    expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('BREAKPOINT'),
  );
  const body = new FormData();
  body.set('name', 'bob');

  await server.call('POST', `/executions/${id}/resume-from-breakpoint`);
  const first = await endOf(id);
  const again = await server.call('POST', `/executions/${id}/replay-with-inputs`, { body });

  expect([first, await endOf(again.id)]).toEqual(['ann', 'bob']);
});

test('whoever lets a pause go on is named, whatever they call it', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [{ id: 'wait', type: pause }] }) });
  const find = (id: string) => server.call('GET', `/executions/${id}`);
  const resumedBy = async (goOn: (id: string, taskRunId: string) => Promise<unknown>): Promise<string> => {
    const { id } = await server.call('POST', '/executions/company.team/flow');
    await eventually(async () => expect((await find(id)).state.current).toBe('PAUSED'));
    await goOn(id, (await find(id)).taskRunList[0].id);
    await eventually(async () => expect((await find(id)).state.current).toBe('SUCCESS'));
    return (await find(id)).taskRunList[0].outputs.resumed.by;
  };
  const act = (name: string) => (id: string) => server.call('POST', `/executions/${id}/actions/${name}`);
  const callRunning = (id: string, taskRunId: string) =>
    server.call('POST', `/executions/${id}/actions/state`, { body: { taskRunId, state: 'RUNNING' } });

  for (const goOn of [act('resume'), act('restart'), act('force-run'), callRunning])
    expect(await resumedBy(goOn)).toBe('admin@example.com');
});
