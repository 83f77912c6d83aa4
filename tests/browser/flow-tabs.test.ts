import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, logTask, returnTask, sleepTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a flow has its logs, its figures and its own audit log', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'watched', tasks: [logTask('from the watched'), returnTask('x', 'give')] }),
  });
  await server.call('POST', '/flows', { body: aFlow({ id: 'other', tasks: [logTask('from another')] }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/watched/metrics');
  await page.getByRole('heading', { name: 'No task has measured anything' }).waitFor();
  await expectAccessible(page);
  for (const id of ['watched', 'other']) await server.call('POST', `/executions/company.team/${id}?wait=true`);
  await page.reload();

  await page.getByRole('figure', { name: 'duration over time, 1 point' }).waitFor();
  await page.getByLabel('Aggregation').selectOption('Average');
  await page.getByRole('combobox', { name: 'Task' }).click();
  await page.getByRole('option', { name: 'give' }).click();
  await page.getByLabel('Metric').selectOption('length');
  await page.getByRole('figure', { name: 'length over time, 1 point' }).waitFor();
  // Off the bars, which say their values on hover.
  await page.mouse.move(0, 0);
  await page.waitForURL(/task=give.*metric=length|metric=length.*task=give/);
  await expectAccessible(page);

  await page.getByRole('navigation', { name: 'watched' }).getByRole('link', { name: 'Logs' }).click();
  const log = page.getByRole('log');
  await log.getByText('from the watched').waitFor();
  expect(await log.getByText('from another').count()).toBe(0);
  await expectAccessible(page);

  await page.getByRole('navigation', { name: 'watched' }).getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('row').filter({ hasText: 'watched' }).first().waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'other' }).count()).toBe(0);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('the slots of a limit, who takes them and who waits; a flow without a limit says how to set one', async () => {
  const server = await startServer({ ui: true });
  const concurrency = { limit: 2, behavior: 'QUEUE' };
  await server.call('POST', '/flows', { body: aFlow({ id: 'narrow', concurrency, tasks: [sleepTask('PT1H')] }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'wide' }) });
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1)
    ids.push((await server.call('POST', '/executions/company.team/narrow')).id as string);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/narrow/concurrency');

  await page.getByText('2 of 2 slots are taken.').waitFor();
  const running = page.getByRole('region', { name: 'Take a slot' });
  const waiting = page.getByRole('region', { name: 'Wait for a slot' });
  await running.getByRole('link', { name: ids[1]! }).waitFor();
  await waiting.getByRole('link', { name: ids[2]! }).waitFor();
  const headers = await running.getByRole('columnheader').allTextContents();
  expect(headers).toEqual(['Id', 'State', 'Started', 'Duration', 'Labels', 'Trigger']);
  await expectAccessible(page);
  await server.call('DELETE', `/executions/${ids[2]!}/actions/kill`);
  await waiting.getByText('No execution waits for a slot').waitFor();
  await eventually(async () => expect(await running.getByRole('link').count()).toBe(2));

  await page.goto('/ui/flows/edit/company.team/wide/concurrency');
  await page.getByRole('heading', { name: 'This flow has no limit' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Edit the flow' }).click();
  await page.getByRole('textbox', { name: 'Flow source' }).waitFor();
  expect(complaints).toEqual([]);
});

test('the tab that a page shows is marked, under its short address too', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'watched' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/watched');

  for (const address of ['watched', 'watched/overview']) {
    await page.goto(`/ui/flows/edit/company.team/${address}`);
    const current = page.getByRole('navigation', { name: 'watched' }).locator('[aria-current="page"]');
    await current.waitFor();
    expect(await current.allTextContents()).toEqual(['Overview']);
  }
  expect(complaints).toEqual([]);
});

test('a flow is duplicated, downloaded, disabled and enabled from its page', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'model', tasks: [logTask('hello')] }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/model');
  const act = async (name: string) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  await act('Disable');
  await page.getByText('Flow “model” is disabled').waitFor();
  await page.getByText('Disabled', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Execute' }).isDisabled()).toBe(true);
  await expectAccessible(page);
  await act('Enable');
  await page.getByText('Flow “model” is enabled.').waitFor();
  await eventually(async () => expect(await page.getByRole('button', { name: 'Execute' }).isEnabled()).toBe(true));

  const download = page.waitForEvent('download');
  await act('Download');
  expect((await download).suggestedFilename()).toBe('company.team.model.yaml');

  await act('Duplicate');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.waitForURL(/\/ui\/flows\/edit\/company\.team\/model-copy\/edit$/);
  const { tasks } = await server.call('GET', '/flows/company.team/model-copy');
  expect(tasks).toMatchObject([{ message: 'hello' }]);
  expect(complaints).toEqual([]);
});

test('the description of a flow is Markdown, of which nothing but text gets into the page', async () => {
  const server = await startServer({ ui: true });
  const description = [
    '## Steps',
    '1. **load** with `curl`',
    '2. [report](https://example.com/runbook), [not](javascript:alert(1))',
    '',
    '<img src="x" onerror="alert(1)">',
  ].join('\n');
  await server.call('POST', '/flows', { body: aFlow({ id: 'told', description, tasks: [logTask('hello')] }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/told');

  await page.getByRole('heading', { name: 'Steps' }).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'load with curl' }).waitFor();
  expect(await page.getByRole('link', { name: 'report' }).getAttribute('href')).toBe('https://example.com/runbook');
  expect(await page.getByRole('link', { name: 'not' }).count()).toBe(0);
  await page.getByText('<img src="x" onerror="alert(1)">').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
