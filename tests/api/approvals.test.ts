/** Approvals: decided by a resume that says so, by themselves, or by nobody in time. */
import { aFlow, eventually, failTask, logTask, returnTask, startServer, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

// oxlint-disable-next-line typescript/no-explicit-any -- replies as they come
type Reply = any;

/** An execution of `ask` (an Approval of these properties) and a task after it, PAUSED. */
async function waiting(server: TestServer, properties: object, more: object = {}): Promise<string> {
  const ask = { id: 'ask', type: 'io.kestra.plugin.core.flow.Approval', ...properties };
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [ask, logTask('x', 'after')], ...more }) });
  const { id } = await server.call('POST', '/executions/company.team/flow');
  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('PAUSED'));
  return id;
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

const answer = (server: TestServer, id: string, fields: Readonly<Record<string, string>>) =>
  server.request('POST', `/executions/${id}/actions/resume`, { body: formOf(fields) });

async function ended(server: TestServer, id: string) {
  const find = () => server.call('GET', `/executions/${id}`);
  await eventually(async () =>
    expect(['SUCCESS', 'WARNING', 'FAILED', 'CANCELLED', 'KILLED']).toContain((await find()).state.current),
  );
  const { state, taskRunList } = await find();
  return {
    state: state.current as string,
    tasks: taskRunList.map((run: Reply) => `${run.taskId} ${run.state.current}`),
    outputs: taskRunList[0].outputs,
    history: taskRunList[0].state.histories.map((entry: Reply) => entry.state).join(' '),
  };
}

test('what is told before it waits, who approved, what was said and given is there for what follows', async () => {
  const server = await startServer({ configuration: { 'kestra.url': 'https://flows.example.org' } });
  const id = await waiting(server, {
    timeout: 'P1D',
    inputs: [{ id: 'account', type: 'STRING' }],
    onWait: [returnTask('{{ outputs.ask.url }} until {{ outputs.ask.due }}', 'tell')],
    onApprove: [returnTask('{{ outputs.ask.inputs.account }} {{ outputs.ask.comment }}', 'pay')],
    onDeny: [failTask()],
  });

  const { status } = await answer(server, id, { decision: 'APPROVED', comment: 'go on', account: 'travel' });

  expect(status).toBe(200);
  const { state, tasks, outputs, history } = await ended(server, id);
  expect([state, ...tasks]).toEqual(['SUCCESS', 'ask SUCCESS', 'tell SUCCESS', 'pay SUCCESS', 'after SUCCESS']);
  expect(history).toBe('CREATED RUNNING PAUSED RUNNING SUCCESS');
  const { due, on, ...said } = outputs;
  const url = `https://flows.example.org/ui/executions/company.team/flow/${id}`;
  const by = server.admin.username;
  expect(said).toEqual({ decision: 'APPROVED', by, comment: 'go on', inputs: { account: 'travel' }, auto: false, url });
  expect(Date.parse(due) - Date.parse(on)).toBeGreaterThan(86_000_000);
  const { taskRunList } = await server.call('GET', `/executions/${id}`);
  expect(taskRunList[1].outputs.value).toBe(`${url} until ${due}`);
  expect(taskRunList[2].outputs.value).toBe('travel go on');
});

test.each([
  ['CONTINUE', 'SUCCESS', 'ask SUCCESS', true],
  ['WARN', 'WARNING', 'ask WARNING', true],
  ['FAIL', 'FAILED', 'ask FAILED', false],
  ['SUCCEED', 'SUCCESS', 'ask SUCCESS', false],
  ['CANCEL', 'CANCELLED', 'ask CANCELLED', false],
  ['KILL', 'KILLED', 'ask KILLED', false],
] as const)('a denial with %s ends the execution %s, after onDeny', async (denyBehavior, state, ask, goesOn) => {
  const server = await startServer();
  const id = await waiting(
    server,
    { denyBehavior, onDeny: [logTask('no', 'sorry')], errors: [logTask('x', 'handler')] },
    { finally: [logTask('x', 'last')] },
  );

  await answer(server, id, { decision: 'denied' });

  const seen = await ended(server, id);
  expect(seen.state).toBe(state);
  const handler = denyBehavior === 'FAIL' ? ['handler SUCCESS'] : [];
  const after = goesOn ? ['after SUCCESS'] : [];
  expect(seen.tasks).toEqual([ask, 'sorry SUCCESS', ...handler, ...after, 'last SUCCESS']);
  expect(seen.outputs).toMatchObject({ decision: 'DENIED', auto: false });
});

test('who denies need not give the inputs that an approval needs; names of one’s own are understood', async () => {
  const server = await startServer();
  const id = await waiting(server, {
    decisions: { approve: 'Ship it', deny: 'Hold' },
    inputs: [{ id: 'account', type: 'STRING' }],
  });

  const refused = await answer(server, id, { decision: 'ship IT' });
  const { status } = await answer(server, id, { decision: 'hold' });

  expect([refused.status, status]).toEqual([422, 200]);
  expect(refused.text).toContain('account');
  expect(await ended(server, id)).toMatchObject({ state: 'CANCELLED', outputs: { decision: 'DENIED', inputs: {} } });
});

test('no decision, an unknown one, a missing comment and a missing input are refused at once, and it waits on', async () => {
  const server = await startServer();
  const id = await waiting(server, { commentRequired: 'ALWAYS', inputs: [{ id: 'account', type: 'STRING' }] });

  const none = await answer(server, id, {});
  const unknown = await answer(server, id, { decision: 'perhaps', account: 'x' });

  expect([none.status, unknown.status]).toEqual([422, 422]);
  for (const field of ['`decision` is missing', '`comment`', 'account']) expect(none.text).toContain(field);
  expect(unknown.text).toContain("'perhaps' is no decision");
  expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('PAUSED');
});

test('what goes on with any paused execution approves nothing', async () => {
  const server = await startServer();
  const id = await waiting(server, {});

  await server.request('POST', '/executions/resume/by-ids', { body: [id] });
  await server.request('POST', `/executions/${id}/actions/force-run`);
  const restart = await server.request('POST', `/executions/${id}/actions/restart`);
  const { taskRunList } = await server.call('GET', `/executions/${id}`);
  const call = (state: string) =>
    server.request('POST', `/executions/${id}/actions/state`, { body: { taskRunId: taskRunList[0].id, state } });
  const called = [await call('SUCCESS'), await call('RUNNING')];

  expect([restart, ...called].map(({ status }) => status)).toEqual([409, 409, 409]);
  for (const { text } of [restart, ...called])
    expect(text).toContain("task 'ask' waits for a decision: resume the execution with `decision` APPROVED or DENIED");
  const after = await server.call('GET', `/executions/${id}`);
  expect([after.state.current, after.taskRunList[0].state.current]).toEqual(['PAUSED', 'PAUSED']);
});

test('nobody in time is a decision, too', async () => {
  const server = await startServer();
  const run = async (properties: object) => {
    const ask = { id: 'ask', type: 'io.kestra.plugin.core.flow.Approval', timeout: 'PT0.05S', ...properties };
    await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [ask, logTask('x', 'after')] }) });
    const { id } = await server.call('POST', '/executions/company.team/flow?wait=true');
    await server.call('DELETE', '/flows/company.team/flow');
    return ended(server, id);
  };

  const cancelled = await run({ onDeny: [logTask('x', 'denied')] });
  const warned = await run({ expireBehavior: 'WARN' });

  expect(cancelled).toMatchObject({ state: 'CANCELLED', tasks: ['ask CANCELLED'], outputs: { decision: 'EXPIRED' } });
  expect(warned).toMatchObject({ state: 'WARNING', tasks: ['ask WARNING', 'after SUCCESS'] });
});

test('it may approve by itself, without telling anybody', async () => {
  const server = await startServer();
  const ask = {
    id: 'ask',
    type: 'io.kestra.plugin.core.flow.Approval',
    autoApprove: '{{ inputs.amount < 20 }}',
    onWait: [logTask('x', 'tell')],
    onApprove: [logTask('x', 'pay')],
  };
  const inputs = [{ id: 'amount', type: 'INT', defaults: 5 }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', inputs, tasks: [ask] }) });

  const { id } = await server.call('POST', '/executions/company.team/flow?wait=true');

  expect(await ended(server, id)).toMatchObject({
    state: 'SUCCESS',
    tasks: ['ask SUCCESS', 'pay SUCCESS'],
    outputs: { decision: 'APPROVED', auto: true },
  });
});

test('a task of another flow may decide, and the reason for waiting says that a decision is missing', async () => {
  const server = await startServer();
  const id = await waiting(server, {});
  const [reason] = await server.call('GET', `/executions/${id}/waiting`);
  const resume = {
    id: 'resume',
    type: 'io.kestra.plugin.core.execution.Resume',
    executionId: id,
    inputs: { decision: 'APPROVED', comment: 'by a flow' },
  };
  await server.call('POST', '/flows', { body: aFlow({ id: 'decides', tasks: [resume] }) });

  await server.call('POST', '/executions/company.team/decides?wait=true');

  expect(reason).toMatchObject({ kind: 'RESUME', taskId: 'ask', facts: { approval: true } });
  expect(reason.message).toBe('The task waits for somebody to approve or deny');
  expect(await ended(server, id)).toMatchObject({ state: 'SUCCESS', outputs: { comment: 'by a flow' } });
});

test('clients learn what is asked, and an input may not be named like the fields of an answer', async () => {
  const server = await startServer();
  const id = await waiting(server, { decisions: { deny: 'Hold' }, inputs: [{ id: 'account', type: 'STRING' }] });
  const ask = { id: 'ask', type: 'io.kestra.plugin.core.flow.Approval', inputs: [{ id: 'comment', type: 'STRING' }] };

  const asked = await server.call('POST', `/executions/${id}/actions/resume/validate`, { body: new FormData() });
  const [checked] = await server.call('POST', '/flows/validate', { body: aFlow({ tasks: [ask] }) });

  expect(asked.approval).toEqual({
    taskId: 'ask',
    decisions: { approve: 'Approve', deny: 'Hold' },
    commentRequired: 'NEVER',
  });
  expect(asked.inputs.map(({ input }: Reply) => input.id)).toEqual(['account']);
  expect(checked.constraints).toContain("'comment' is a field of every approval");
});
