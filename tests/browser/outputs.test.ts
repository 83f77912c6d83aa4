import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const core = 'io.kestra.plugin.core';

async function execute(server: TestServer, tasks: readonly TaskParts[]): Promise<string> {
  const { id: flowId } = await server.call('POST', '/flows', { body: aFlow({ tasks }) });
  const { id } = await server.call('POST', `/executions/company.team/${flowId}`, { body: new FormData() });
  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('SUCCESS'));
  return `/ui/executions/company.team/${flowId}/${id}`;
}

test('an expression is rendered as a task run sees it, and says what is wrong with it', async () => {
  const server = await startServer({ ui: true });
  const each = {
    id: 'each',
    type: `${core}.flow.ForEach`,
    values: ['a', 'b'],
    tasks: [{ id: 'say', type: `${core}.debug.Return`, format: 'said {{ taskrun.value }}' }],
  };
  const address = await execute(server, [each]);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `${address}/outputs`);
  const debug = page.getByRole('form', { name: 'Debug expression' });

  await page.getByRole('button', { name: 'Success say b' }).click();
  await debug.getByText('Rendered as task run “say b” sees it.').waitFor();
  await debug.getByLabel('Expression').fill('{{ taskrun.value }}!');
  await page.keyboard.press('ControlOrMeta+Enter');
  await debug.getByLabel('Result').getByText('b!', { exact: true }).waitFor();
  await debug.getByLabel('Expression').fill('{{ outputs.say.a }}');
  await debug.getByRole('button', { name: 'Evaluate' }).click();
  await debug.getByLabel('Result').getByText('said a').waitFor();
  await expectAccessible(page);

  await debug.getByLabel('Expression').fill('{{ outputs.nothing.here }}');
  await debug.getByRole('button', { name: 'Evaluate' }).click();
  await debug.getByRole('alert').waitFor();
  expect(await debug.getByLabel('Result').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('the beginning of a file that a task gave is looked at; rows are a table', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, [
    { id: 'tell', type: `${core}.log.Log`, message: ['first line', 'second line'] },
    { id: 'fetch', type: `${core}.log.Fetch` },
  ]);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `${address}/outputs`);

  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.getByRole('dialog', { name: 'Beginning of “logs.ion”' });
  await preview.getByRole('columnheader', { name: 'message' }).waitFor();
  await preview.getByRole('cell', { name: 'second line' }).waitFor();
  await expectAccessible(page);
  await preview.getByLabel('Lines').selectOption('First 1,000 lines');
  await preview.getByRole('link', { name: 'Download' }).waitFor();
  await page.keyboard.press('Escape');
  await preview.waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

test('separated values are a table under the names of their first line', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, [
    { id: 'write', type: `${core}.storage.Write`, extension: '.csv', content: 'id,name\n1,"Lovelace, Ada"\n' },
  ]);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `${address}/outputs`);

  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.getByRole('dialog');
  await preview.getByRole('columnheader', { name: 'name', exact: true }).waitFor();
  await preview.getByRole('cell', { name: 'Lovelace, Ada' }).waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('a file in Markdown is shown as such', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, [
    { id: 'write', type: `${core}.storage.Write`, extension: '.md', content: '# Report\n\n- all **well**\n' },
  ]);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `${address}/outputs`);

  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.getByRole('dialog');
  await preview.getByRole('heading', { name: 'Report' }).waitFor();
  await preview.getByRole('listitem').filter({ hasText: 'all well' }).waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('what tasks measured is listed; an execution that measured nothing says so', async () => {
  const server = await startServer({ ui: true });
  const address = await execute(server, [{ id: 'give', type: `${core}.debug.Return`, format: 'x' }]);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, address);

  await page.getByRole('link', { name: 'Metrics' }).click();
  await page.getByRole('row').filter({ hasText: 'duration' }).getByText('Timer').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Search metrics').fill('nothing of the kind');
  await page.getByText('Nothing matches these filters').waitFor();

  const silent = await execute(server, [{ id: 'tell', type: `${core}.log.Log`, message: 'quiet' }]);
  await page.goto(`${silent}/metrics`);
  await page.getByRole('heading', { name: 'No task has measured anything' }).waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
