import { afterAll, expect, test } from 'vitest';
import {
  aFlow,
  eventually,
  failTask,
  logTask,
  returnTask,
  sleepTask,
  startServer,
  type TestServer,
} from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a failed execution says at one glance which task failed and why', async () => {
  const server = await startServer({ ui: true });
  const flow = aFlow({
    id: 'import',
    tasks: [logTask('reading'), { ...failTask(), errorMessage: 'The source is empty' }],
  });
  const address = await execute(server, 'import', flow);
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, address);

  await page.getByRole('heading', { name: 'Task “fail” failed on its only attempt' }).waitFor();
  await page.getByText('The source is empty').first().waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show the log around it' }).click();
  await page.waitForURL('**/logs?task=fail');
  await eventually(async () => expect(await page.title()).toMatch(/^Logs · import · \w+ · Windhover$/));
  await page.getByRole('log').getByText('The source is empty').first().waitFor();
  expect(await page.getByRole('log').getByText('reading').count()).toBe(0);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('an execution that a rule of its flow has ended says which', async () => {
  const server = await startServer({ ui: true });
  const sla = [{ id: 'fast', type: 'MAX_DURATION', duration: 'PT0.1S', behavior: 'FAIL' }];
  const address = await execute(server, 'slow', aFlow({ id: 'slow', sla, tasks: [sleepTask('PT1H')] }));
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, address);

  const panel = page.getByRole('region', { name: 'Task “sleep” failed' });
  await panel.getByText("Execution failed due to SLA 'fast' violated").waitFor();
  expect(complaints).toEqual([]);
});

test('a failed execution says what has changed since the last success', async () => {
  const server = await startServer({ ui: true });
  const inputs = [{ id: 'amount', type: 'INT', defaults: 1 }];
  const check = (limit: number) => ({
    id: 'check',
    type: 'io.kestra.plugin.core.execution.Assert',
    conditions: [`{{ inputs.amount < ${limit} }}`],
  });
  const flow = (limit: number) => aFlow({ id: 'checked', inputs, tasks: [check(limit)] });
  const id = 'checked';
  await server.call('POST', '/flows', { body: flow(10) });
  const { id: succeeded } = await server.call('POST', `/executions/company.team/${id}?wait=true`);
  await server.call('PUT', `/flows/company.team/${id}`, { body: flow(5) });
  const form = new FormData();
  form.append('amount', '7');
  const { id: failed } = await server.call('POST', `/executions/company.team/${id}?wait=true`, { body: form });
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, `/ui/executions/company.team/${id}/${failed}`);

  const panel = page.getByRole('region', { name: 'Task “check” failed' });
  await panel.getByRole('link', { name: succeeded }).waitFor();
  await panel.getByText('input amount: 1 → 7').waitFor();
  await expectAccessible(page);
  await panel.getByRole('link', { name: 'Compare' }).click();
  await page.waitForURL(/\/flows\/edit\/company\.team\/checked\/revisions/);
  await page.getByLabel('Revision 2 compared with 1').waitFor();
  expect(complaints).toEqual([]);
});

test('an execution that fails because of a subflow leads to it, and the subflow back', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [failTask()] }) });
  const sub = { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company.team', flowId: 'child' };
  const address = await execute(server, 'parent', aFlow({ id: 'parent', tasks: [{ ...sub, transmitFailed: true }] }));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, address);

  await page.getByRole('link', { name: 'Open the failed execution' }).click();

  await page.waitForURL(/\/ui\/executions\/company\.team\/child\//);
  await page.getByText('The flow has not succeeded before.').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: /^parent / }).click();
  await page.waitForURL(`${server.url}${address}`);
  expect(complaints).toEqual([]);
});

test('an execution is started at a date, and the command that does the same is copied', async () => {
  const server = await startServer({ ui: true });
  const inputs = [{ id: 'name', type: 'STRING' }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'later', inputs, tasks: [logTask('{{ inputs.name }}')] }) });
  const { page, complaints } = await openPage(server, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(page, server.admin, '/ui/flows/edit/company.team/later');
  await page.getByRole('button', { name: 'Execute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Execute “later”' });
  await dialog.getByLabel('name').fill("it's");
  await dialog.getByLabel('Start at').fill('2099-01-02T03:04');
  await expectAccessible(page);

  await dialog.getByRole('button', { name: 'Copy as curl command' }).click();
  const command = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(command).toContain('/api/v1/executions/company.team/later?scheduleDate=2099-01-02T');
  expect(command).toContain("--form-string 'name=it'\\''s'");
  await dialog.getByRole('button', { name: 'Execute' }).click();

  await page.getByText('It is scheduled for 2099-01-02 03:04:00.000').waitFor();
  expect(complaints).toEqual([]);
});

test('an execution of an earlier revision stops before the task that is chosen, and goes on when it is resumed', async () => {
  const server = await startServer({ ui: true });
  const tasks = (text: string) => [logTask(text), returnTask('forty-two', 'answer')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'stopping', tasks: tasks('the first revision') }) });
  await server.call('PUT', '/flows/company.team/stopping', {
    body: aFlow({ id: 'stopping', tasks: tasks('the second revision') }),
  });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/stopping');
  await page.getByRole('button', { name: 'Execute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Execute “stopping”' });
  await dialog.getByLabel('Revision of the flow').selectOption('Revision 1');
  await dialog.getByRole('combobox', { name: 'Breakpoints' }).fill('ans');
  await page.getByRole('option', { name: 'answer' }).click();
  await page.keyboard.press('Tab');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Execute' }).click();

  const waiting = page.getByRole('list', { name: 'What this execution waits for' });
  await waiting.getByText('answer').waitFor();
  await expectAccessible(page);
  await waiting.getByRole('button', { name: 'Resume' }).click();

  await page.getByText('Success').first().waitFor();
  await page.getByRole('link', { name: 'Logs' }).last().click();
  await page.getByRole('log').getByText('the first revision').waitFor();
  expect(complaints).toEqual([]);
});

test('variables that tasks have set are shown with the inputs', async () => {
  const server = await startServer({ ui: true });
  const set = {
    id: 'set',
    type: 'io.kestra.plugin.core.execution.SetVariables',
    variables: { region: 'the north' },
  };
  const address = await execute(server, 'setting', aFlow({ id: 'setting', tasks: [set] }));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, address);

  await page.getByRole('heading', { name: 'Variables', exact: true }).waitFor();
  await page.getByText('the north').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('a running execution is followed, and killing it asks first', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, 'long', aFlow({ id: 'long', tasks: [sleepTask('PT1H')] }));
  const { page } = await openPage(server);
  await signIn(page, server.admin, `${address}/gantt`);
  await page.getByRole('button', { name: 'Running sleep' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Kill' }).click();
  const dialog = page.getByRole('dialog', { name: 'Kill this execution?' });
  await dialog.getByText('1 running task will be stopped').waitFor();
  await dialog.getByRole('button', { name: 'Kill' }).click();

  await page.getByRole('button', { name: 'State history: KILLED' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor({ state: 'hidden' });
});

test('an execution is killed alone when its subflows are to go on', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [sleepTask('PT1H')] }) });
  const sub = { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company.team', flowId: 'child' };
  await server.call('POST', '/flows', { body: aFlow({ id: 'parent', tasks: [{ ...sub, wait: true }] }) });
  const { id } = await server.call('POST', '/executions/company.team/parent');
  const child = async () => (await server.call('GET', '/executions/search?flowId=child')).results[0];
  await eventually(async () => expect((await child()).state.current).toBe('RUNNING'));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/parent/${id}`);

  await page.getByRole('button', { name: 'Kill' }).click();
  const dialog = page.getByRole('dialog', { name: 'Kill this execution?' });
  await dialog.getByLabel('Kill the executions that it has started, too').uncheck();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Kill' }).click();

  await page.getByRole('button', { name: 'State history: KILLED' }).waitFor();
  expect((await child()).state.current).toBe('RUNNING');
  expect(complaints).toEqual([]);
});

test('executions are found between two dates, and lead to the one before and the one after', async () => {
  const server = await startServer({ ui: true });
  const flow = aFlow({ id: 'daily', tasks: [logTask('hello')] });
  await execute(server, 'daily', flow);
  const run = async (): Promise<string> => (await server.call('POST', '/executions/company.team/daily?wait=true')).id;
  const [first, second, third] = [await run(), await run(), await run()] as const;
  await server.call('POST', '/flows', { body: aFlow({ id: 'other', tasks: [logTask('hello')] }) });
  await server.call('POST', '/executions/company.team/other?wait=true');
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions');

  await page.getByRole('combobox', { name: 'Started' }).click();
  await page.getByRole('option', { name: 'Between dates' }).click();
  await page.getByRole('link', { name: second }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('From, in the zone').fill('2099-01-01T00:00');
  await page.getByRole('heading', { name: 'Nothing matches these filters' }).waitFor();
  await page.getByLabel('From, in the zone').fill('2026-01-01T00:00');
  await page.getByLabel('To, in the zone').fill('2099-01-01T00:00');
  expect(new URL(page.url()).searchParams.get('from')).toMatch(/^20(25-12-31|26-01-01)T/);
  await page.getByRole('link', { name: second }).click();

  await page.getByRole('button', { name: 'Next execution of this flow' }).click();
  await page.getByRole('heading', { name: third }).waitFor();
  await eventually(async () =>
    expect(await page.getByRole('button', { name: 'Next execution of this flow' }).isDisabled()).toBe(true),
  );
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Logs' }).last().click();
  await page.keyboard.press('p');
  await page.getByRole('heading', { name: second }).waitFor();
  await page.getByRole('button', { name: 'Previous execution of this flow' }).click();
  await page.waitForURL(`**/daily/${first}/logs`);
  expect(complaints).toEqual([]);
});

test('a list is put in another order, and shows the columns that are chosen, also the next time', async () => {
  const server = await startServer({ ui: true });
  for (const id of ['alpha', 'beta'])
    await execute(server, id, aFlow({ id, inputs: [{ id: 'day', type: 'STRING', defaults: `${id} day` }] }));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions');
  const table = page.getByRole('table', { name: 'Executions' });
  const flows = async () =>
    (await table.getByRole('row').allTextContents()).flatMap((row) => /alpha|beta/.exec(row)?.[0] ?? []);
  await eventually(async () => expect(await flows()).toEqual(['beta', 'alpha']));

  await table.getByRole('button', { name: 'Flow', exact: true }).click();
  await eventually(async () => expect(await flows()).toEqual(['alpha', 'beta']));
  expect(await table.getByRole('columnheader', { name: 'Flow', exact: true }).getAttribute('aria-sort')).toBe(
    'ascending',
  );
  await table.getByRole('button', { name: 'Flow', exact: true }).click();
  await eventually(async () => expect(await flows()).toEqual(['beta', 'alpha']));
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Inputs' }).check();
  await page.getByRole('checkbox', { name: 'Labels' }).uncheck();
  await page.keyboard.press('Escape');
  await table.getByText('day: beta day').waitFor();
  await expectAccessible(page);

  await page.reload();
  await table.getByText('day: beta day').waitFor();
  expect(await flows()).toEqual(['beta', 'alpha']);
  expect(await table.getByRole('columnheader', { name: 'Labels' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('executions and flows are found by their labels', async () => {
  const server = await startServer({ ui: true });
  for (const team of ['sales', 'ops'])
    await execute(server, team, aFlow({ id: team, labels: { team }, tasks: [logTask('hello')] }));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions');
  const flowOf = (id: string) => page.getByRole('cell', { name: id, exact: true });
  await flowOf('ops').waitFor();

  await page.getByLabel('Labels, key:value').fill('team:sales');
  await flowOf('ops').waitFor({ state: 'hidden' });
  await flowOf('sales').waitFor();
  await expectAccessible(page);
  await page.goto('/ui/flows?labels=team:ops');
  await page.getByRole('link', { name: 'ops' }).waitFor();
  expect(await page.getByRole('link', { name: 'sales' }).count()).toBe(0);
  await page.getByLabel('Labels, key:value').fill('team:none');
  await page.getByRole('heading', { name: 'Nothing matches these filters' }).waitFor();
  expect(complaints).toEqual([]);
});

test('log lines arrive while a task runs, and are filtered by level and text', async () => {
  const server = await startServer({ ui: true });
  const flow = aFlow({
    id: 'chatty',
    tasks: [
      logTask('first words', 'first'),
      { ...logTask('careful', 'second'), level: 'WARN' },
      sleepTask('PT2S'),
      logTask('last words', 'last'),
    ],
  });
  const address = await execute(server, 'chatty', flow);
  const { page } = await openPage(server);
  await signIn(page, server.admin, `${address}/logs`);
  const log = page.getByRole('log');
  await log.getByText('first words').waitFor();
  await log.getByText('last words').waitFor();

  await page.getByLabel('Level').selectOption('WARN');
  await log.getByText('first words').waitFor({ state: 'hidden' });
  await log.getByText('careful').waitFor();
  await page.getByLabel('Level').selectOption('TRACE');
  await page.getByLabel('Search the log').fill('LAST');

  await log.getByText('careful').waitFor({ state: 'hidden' });
  expect(await log.getByText('last').first().isVisible()).toBe(true);
});

test('outputs are shown as a tree and copied as the expression that gives them', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, 'giving', aFlow({ id: 'giving', tasks: [returnTask('forty-two', 'answer')] }));
  const { page } = await openPage(server, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(page, server.admin, `${address}/outputs`);

  await page.getByText('forty-two').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy expression' }).first().click();

  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('{{ outputs.answer.value }}');
});

test('of an execution with more than 10,000 task runs the first are drawn, and more when they are asked for', async () => {
  const server = await startServer({ ui: true });
  const loop = {
    id: 'each',
    type: 'io.kestra.plugin.core.flow.ForEach',
    values: '{{ range(1, 10200) }}',
    concurrencyLimit: 0,
    tasks: [returnTask('{{ taskrun.value }}', 'item')],
  };
  const address = await execute(server, 'large', aFlow({ id: 'large', tasks: [loop] }));
  const id = address.split('/').at(-1)!;
  await eventually(
    async () => expect((await server.call('GET', `/executions/${id}/taskruns?size=1`)).total).toBe(10_201),
    { timeoutMs: 60_000 },
  );
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `${address}/gantt`);

  await page.getByText('Showing the first 10,000 of 10,201 task runs').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('Showing the first').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /item 1$/ }).hover();
  await page.mouse.wheel(0, 1_000_000);
  await page.getByRole('button', { name: /item 10200$/ }).waitFor();

  await page.goto(`${address}/topology`);
  await page.getByRole('button', { name: 'Task item Return Success' }).getByText('9,999 runs').waitFor();
  await page.getByText('Showing the first 10,000 of 10,201 task runs').waitFor();
  expect(complaints).toEqual([]);
});

test('an ended execution is replayed, and the list shows both', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, 'again', aFlow({ id: 'again' }));
  const { page } = await openPage(server);
  await signIn(page, server.admin, address);

  await page.getByRole('button', { name: 'Replay' }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/gantt'));
  await page.getByRole('button', { name: 'State history: SUCCESS' }).waitFor();
  await page.getByRole('link', { name: 'Executions', exact: true }).first().click();

  const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
  await eventually(async () => expect(await rows.count()).toBe(3));
  await expectAccessible(page);
});

test('an execution that ended before its first task says so', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'later', tasks: [logTask('hello')] }) });
  const date = encodeURIComponent('2099-01-01T00:00:00Z');
  const { id } = await server.call('POST', `/executions/company.team/later?scheduleDate=${date}`);
  await server.call('DELETE', `/executions/${id}/kill`);
  await eventually(async () => {
    expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('KILLED');
  });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/later/${id}/gantt`);

  await page.getByText('The execution ended before its first task.').waitFor();
  await page.getByRole('link', { name: 'Outputs' }).click();
  await page.getByText('The execution has ended without one.').waitFor();
  expect(complaints).toEqual([]);
});

test('a replay is given other inputs, which begin as they were, and another revision', async () => {
  const server = await startServer({ ui: true });
  const greeting = (text: string) =>
    aFlow({
      id: 'greeting',
      inputs: [{ id: 'name', type: 'STRING', defaults: 'World' }],
      tasks: [{ ...returnTask(`${text}, {{ inputs.name }}`), id: 'greet' }],
    });
  const address = await execute(server, 'greeting', greeting('Hello'));
  await server.call('PUT', '/flows/company.team/greeting', { body: greeting('Good morning') });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, address);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Replay with changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay with changes' });
  await dialog.getByLabel('Revision of the flow').selectOption('Revision 2, latest');
  expect(await dialog.getByLabel('name').inputValue()).toBe('World');
  await dialog.getByLabel('name').fill('Grace');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/gantt'));
  await page.getByRole('button', { name: 'State history: SUCCESS' }).waitFor();
  await page.getByRole('link', { name: 'Outputs', exact: true }).click();

  await page.getByText('Good morning, Grace').waitFor();
  expect(complaints).toEqual([]);
});

test('a failed execution is replayed from its failed task, labelled, and declared a success', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(
    server,
    'import',
    aFlow({ id: 'import', tasks: [logTask('reading'), { ...failTask(), errorMessage: 'The source is empty' }] }),
  );
  const { page } = await openPage(server);
  await signIn(page, server.admin, address);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Set labels' }).click();
  const labels = page.getByRole('dialog', { name: 'Set labels' });
  await labels.getByLabel('Key').fill('seen');
  await labels.getByLabel('Value').fill('yes');
  await labels.getByRole('button', { name: 'Set labels' }).click();
  await page.getByText('seen').first().waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Set labels' }).click();
  await labels.getByLabel('Value').first().fill('twice');
  expect(await labels.getByLabel('Key').first().isEditable()).toBe(false);
  expect(await labels.getByRole('button', { name: 'Remove label' }).count()).toBe(1);
  await expectAccessible(page);
  await labels.getByRole('button', { name: 'Set labels' }).click();
  await page.getByText('twice').first().waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Change status' }).click();
  const status = page.getByRole('dialog', { name: 'Change status' });
  await status.getByLabel('State').selectOption('Success');
  await status.getByRole('button', { name: 'Change status' }).click();
  await page.getByRole('button', { name: 'State history: SUCCESS' }).waitFor();

  await page.getByRole('link', { name: 'Gantt' }).first().click();
  await page.getByRole('button', { name: 'Failed fail' }).click();
  await page.getByRole('button', { name: 'Replay from here' }).click();
  await page
    .getByRole('dialog', { name: 'Replay from “fail”' })
    .getByRole('button', { name: 'Replay', exact: true })
    .click();
  await page.getByRole('button', { name: 'State history: FAILED' }).waitFor();
});

/** Saves the flow and starts it; answers the address of its page. */
async function execute(server: TestServer, id: string, flow: string): Promise<string> {
  await server.call('POST', '/flows', { body: flow, headers: { 'content-type': 'application/x-yaml' } });
  const execution = await server.call('POST', `/executions/company.team/${id}`);
  return `/ui/executions/company.team/${id}/${execution.id}`;
}
