import { afterAll, expect, test } from 'vitest';
import { aFlow, failTask, logTask, sleepTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('an execution that waits for a slot says who takes it, and can run without waiting', async () => {
  const server = await startServer({ ui: true });
  const flow = aFlow({ id: 'narrow', concurrency: { limit: 1, behavior: 'QUEUE' }, tasks: [sleepTask('PT1H')] });
  await server.call('POST', '/flows', { body: flow });
  const first = await server.call('POST', '/executions/company.team/narrow');
  const second = await server.call('POST', '/executions/company.team/narrow');
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, `/ui/executions/company.team/narrow/${second.id}`);

  const waiting = page.getByRole('list', { name: 'What this execution waits for' });
  await waiting.getByText('1 of 1 slots are taken.').waitFor();
  await expectAccessible(page);
  await waiting.getByRole('link', { name: first.id }).click();
  await page.getByRole('table', { name: 'Executions' }).getByRole('link', { name: first.id }).waitFor();
  await page.goBack();
  await waiting.getByRole('button', { name: 'Run now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
  await page.getByRole('button', { name: 'State history: RUNNING' }).waitFor();
  await waiting.waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

test('a pause that asks for an approval is resumed with what it asks for', async () => {
  const server = await startServer({ ui: true });
  const pause = {
    id: 'ask',
    type: 'io.kestra.plugin.core.flow.Pause',
    onResume: [
      { id: 'approved', type: 'BOOLEAN' },
      { id: 'reason', type: 'STRING', defaults: 'fine' },
    ],
  };
  const told = logTask('{{ outputs.ask.onResume.approved }}: {{ outputs.ask.onResume.reason }}', 'tell');
  await server.call('POST', '/flows', { body: aFlow({ id: 'approval', tasks: [pause, told] }) });
  const { id } = await server.call('POST', '/executions/company.team/approval');
  const { page } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/approval/${id}/logs`);
  const waiting = page.getByRole('list', { name: 'What this execution waits for' });
  await waiting.getByText('Task “ask”: It waits for somebody to resume it.').waitFor();

  await waiting.getByRole('button', { name: 'Resume' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resume this execution' });
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await dialog.getByRole('alert').getByText('approved').waitFor();
  await dialog.getByRole('radio', { name: 'true' }).check();
  await dialog.getByLabel('reason').fill('looks good');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Resume' }).click();

  await page.getByRole('log').getByText('true: looks good').waitFor();
  await page.getByRole('button', { name: 'State history: SUCCESS' }).waitFor();
});

test('dates that are waited for are said: of a schedule, of a retry, of a pause', async () => {
  const server = await startServer({ ui: true });
  const retry = { type: 'constant', interval: 'PT2H', maxAttempts: 3 };
  const pause = { id: 'tomorrow', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT24H' };
  await server.call('POST', '/flows', { body: aFlow({ id: 'later' }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'again', tasks: [{ ...failTask(), retry }] }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'pausing', tasks: [pause] }) });
  const date = encodeURIComponent(new Date(Date.now() + 7_230_000).toISOString());
  const later = await server.call('POST', `/executions/company.team/later?scheduleDate=${date}`);
  const again = await server.call('POST', '/executions/company.team/again');
  const pausing = await server.call('POST', '/executions/company.team/pausing');
  const { page } = await openPage(server);

  await signIn(page, server.admin, `/ui/executions/company.team/later/${later.id}`);
  await page.getByText(/^It is scheduled for .+, in 2h\.$/).waitFor();
  await page.goto(`/ui/executions/company.team/again/${again.id}`);
  await page.getByText(/^Attempt 2 is due at .+, in 1h\.$/).waitFor();
  await page.goto(`/ui/executions/company.team/pausing/${pausing.id}`);
  await page.getByText(/^It waits for somebody to resume it, until .+, in 23h\.$/).waitFor();
  expect(await page.getByText('Ended', { exact: true }).count()).toBe(0);
  await expectAccessible(page);
});

test('an approval is given or denied with a comment, and says which before it does', async () => {
  const server = await startServer({ ui: true });
  const ask = {
    id: 'ask',
    type: 'io.kestra.plugin.core.flow.Approval',
    decisions: { approve: 'Ship it', deny: 'Hold' },
    commentRequired: 'ON_DENY',
    denyBehavior: 'CONTINUE',
    inputs: [{ id: 'sure', type: 'BOOLEAN' }],
  };
  const told = logTask('{{ outputs.ask.decision }}: {{ outputs.ask.comment }}', 'tell');
  await server.call('POST', '/flows', { body: aFlow({ id: 'release', tasks: [ask, told] }) });
  const { id } = await server.call('POST', '/executions/company.team/release');
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/release/${id}/logs`);
  const waiting = page.getByRole('list', { name: 'What this execution waits for' });
  await waiting.getByText('It waits for somebody to approve or deny.').waitFor();

  await waiting.getByRole('button', { name: 'Resume' }).click();
  const dialog = page.getByRole('dialog', { name: 'Decide about “ask”' });
  expect(await dialog.getByRole('button', { name: 'Decide' }).isDisabled()).toBe(true);
  await dialog.getByRole('radio', { name: 'Ship it' }).check();
  await dialog.getByRole('button', { name: 'Ship it' }).click();
  await dialog.getByRole('alert').getByText('sure').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('radio', { name: 'Hold' }).check();
  expect(await dialog.getByRole('button', { name: 'Hold' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Comment').fill('not yet');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Hold' }).click();

  await page.getByRole('log').getByText('DENIED: not yet').waitFor();
  await page.getByRole('button', { name: 'State history: SUCCESS' }).waitFor();
  expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
});

test('a loop between its rounds says when the next one is due, and has nothing to resume; a subflow leads to its execution', async () => {
  const server = await startServer({ ui: true });
  const type = 'io.kestra.plugin.core.flow';
  const until = { id: 'until', type: `${type}.LoopUntil`, condition: '{{ false }}', tasks: [logTask()] };
  const sub = { id: 'sub', type: `${type}.Subflow`, namespace: 'company.team', flowId: 'child' };
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [sleepTask('PT1H')] }) });
  const both = {
    id: 'both',
    type: `${type}.Parallel`,
    tasks: [{ ...until, checkFrequency: { interval: 'PT1H' } }, sub],
  };
  await server.call('POST', '/flows', { body: aFlow({ id: 'parent', tasks: [both] }) });
  const { id } = await server.call('POST', '/executions/company.team/parent');
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, `/ui/executions/company.team/parent/${id}`);

  const waiting = page.getByRole('list', { name: 'What this execution waits for' });
  await waiting.getByText('Round 2 is due at').waitFor();
  expect(await waiting.getByRole('button', { name: 'Resume' }).count()).toBe(0);
  await waiting.getByText('It waits for the end of the execution that it has started.').waitFor();
  const child = (await server.call('GET', '/executions/search?filters[flowId][EQUALS]=child')).results[0];
  await expectAccessible(page);
  await waiting.getByRole('link', { name: child.id }).click();
  await page.getByRole('table', { name: 'Executions' }).getByRole('link', { name: child.id }).waitFor();
  expect(complaints).toEqual([]);
});
