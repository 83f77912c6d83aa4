import { afterAll, expect, test } from 'vitest';
import { aFlow, logTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('log lines of all executions are searched, and each leads to the execution that wrote it', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'loud', tasks: [logTask('hello there'), { ...logTask('watch out', 'second'), level: 'WARN' }] }),
  });
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'quiet', namespace: 'other', tasks: [logTask('hello from elsewhere')] }),
  });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/logs');
  await page.getByRole('heading', { name: 'No log lines yet' }).waitFor();
  await expectAccessible(page);
  await server.call('POST', '/executions/company.team/loud?wait=true');
  await server.call('POST', '/executions/other/quiet?wait=true');

  await page.getByRole('button', { name: 'Refresh now' }).click();
  const log = page.getByRole('log');
  await log.getByText('hello there').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Level').selectOption('WARN');
  await log.getByText('hello there').waitFor({ state: 'hidden' });
  await log.getByText('watch out').waitFor();
  await page.getByLabel('Level').selectOption('INFO');
  await page.getByLabel('Search messages').fill('hello');
  await log.getByText('watch out').waitFor({ state: 'hidden' });
  await page.getByLabel('Flow id').fill('loud');
  await page.waitForURL((url) => url.searchParams.get('flowId') === 'loud' && url.searchParams.get('q') === 'hello');
  await log.getByText('from elsewhere').waitFor({ state: 'hidden' });

  await log.getByRole('link', { name: 'loud' }).click();
  await page.waitForURL(/\/ui\/executions\/company\.team\/loud\/\w+\/logs\?task=log$/);
  await page.getByRole('log').getByText('hello there').waitFor();
  expect(complaints).toEqual([]);
});

test('the log of a trigger is behind its history, and stands among the others', async () => {
  const server = await startServer({ ui: true });
  const schedule = { type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * * *', withSeconds: true };
  const triggers = [{ ...schedule, id: 'broken', when: '{{ nothing.of.this }}' }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'timed', tasks: [logTask('hello there')], triggers }) });
  await server.call('POST', '/executions/company.team/timed?wait=true');
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/admin/triggers');
  await page.getByRole('button', { name: /^Why: broken: Failed/ }).click();

  await page.getByRole('dialog').getByRole('link', { name: 'Show its log' }).click();

  await page.waitForURL(/\/ui\/flows\/edit\/company\.team\/timed\/logs\?.*triggerId=broken/);
  const log = page.getByRole('log');
  await log.getByText(/^The trigger could not be evaluated: /).waitFor();
  expect(await log.getByText('hello there').count()).toBe(0);
  await expectAccessible(page);
  await page.getByLabel('Trigger id').fill('other');
  await page.getByRole('heading', { name: 'Nothing matches these filters' }).waitFor();
  await page.goto('/ui/logs');
  await log.getByText('hello there').waitFor();
  await log.getByText(/^The trigger could not be evaluated: /).waitFor();
  expect(complaints).toEqual([]);
});

test('a line leads to the execution that a task has started, and shows what else it holds as it is', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [logTask('made')] }) });
  const call = { id: 'call', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company.team', flowId: 'child' };
  const hostile = '<b>bold</b> [[link execution="../../x" flowId="<img>" namespace="javascript:alert(1)"]]';
  await server.call('POST', '/flows', { body: aFlow({ id: 'parent', tasks: [call, logTask(hostile)] }) });
  const { id } = await server.call('POST', '/executions/company.team/parent?wait=true');
  const { results } = await server.call('GET', `/executions/search?filters[triggerExecutionId][EQUALS]=${id}`);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/parent/${id}/logs`);

  const log = page.getByRole('log');
  await log.getByText(hostile, { exact: true }).waitFor();
  await log.getByText('Created new execution').waitFor();
  await expectAccessible(page);
  expect(await log.getByRole('link', { name: 'company.team.child' }).getAttribute('href')).toBe(
    '/ui/flows/edit/company.team/child',
  );
  await log.getByRole('link', { name: results[0].id }).click();

  await page.waitForURL(`**/ui/executions/company.team/child/${results[0].id}`);
  expect(complaints).toEqual([]);
});

test('nothing that matches says so, and everything is one step away', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'loud', tasks: [logTask('hello there')] }) });
  await server.call('POST', '/executions/company.team/loud?wait=true');
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/logs?q=goodbye');

  await page.getByRole('heading', { name: 'Nothing matches these filters' }).waitFor();
  await page.getByRole('button', { name: 'All levels, any time' }).click();

  await page.getByRole('log').getByText('hello there').waitFor();
});

test('a log that is a file is found where the log would be', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'filed', tasks: [{ ...logTask('into the file'), logToFile: true }] }),
  });
  const { id } = await server.call('POST', '/executions/company.team/filed?wait=true');
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/filed/${id}/logs`);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'log', exact: true }).click();

  expect((await download).suggestedFilename()).toMatch(/-1\.log$/);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('what a program prints in colour is in colour, and the times are told with their zone', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'loud', tasks: [logTask('\u001b[31mred\u001b[0m plain')] }),
  });
  const { id } = await server.call('POST', '/executions/company.team/loud?wait=true');
  const { page, complaints } = await openPage(server, { timezoneId: 'Europe/Berlin' });
  await signIn(page, server.admin, `/ui/executions/company.team/loud/${id}/logs`);

  const red = page.getByRole('log').getByText('red', { exact: true });

  expect(await red.getAttribute('style')).toContain('--red-text');
  await page.getByText('Times in Europe/Berlin').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
