import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, logTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('what is chosen in the settings holds at once, everywhere, and after a reload', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [logTask('hello')] }) });
  const execution = await server.call('POST', '/executions/company.team/flow?wait=true');
  const { page, complaints } = await openPage(server, { timezoneId: 'UTC' });
  await signIn(page, server.admin);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByText('Scripts: sandbox, open network').waitFor();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByText(/^Now: .* UTC$/).waitFor();
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await page.getByText(/^Now: .* UTC\+9$/).waitFor();
  await page.getByLabel('Page to begin with').selectOption('Executions');
  await page.getByLabel('Rows in a page of a list').selectOption('25');
  await page.getByLabel('Logs begin with').selectOption('WARN');
  await page.getByLabel('Namespace of new flows in this tenant').fill('my.team');
  await page.getByLabel('Size of letters').selectOption('18');
  await page.getByLabel('Colours').getByText('Dark').click();
  await expectAccessible(page);

  await page.goto('/ui/');
  await page.waitForURL('**/ui/executions');
  expect(await page.getByLabel('Rows a page').inputValue()).toBe('25');
  await page.goto(`/ui/executions/company.team/flow/${execution.id}/logs`);
  const hour = String((new Date(execution.state.startDate).getUTCHours() + 9) % 24).padStart(2, '0');
  await page
    .getByRole('log')
    .locator('time', { hasText: new RegExp(`^${hour}:`) })
    .first()
    .waitFor();
  await page.goto('/ui/logs');
  expect(await page.getByLabel('Level').inputValue()).toBe('WARN');
  await page.goto('/ui/executions?from=2026-01-01T00:00:00.000Z');
  const from = page.getByLabel('From, in the zone Asia/Tokyo');
  expect(await from.inputValue()).toBe('2026-01-01T09:00');
  await from.fill('2026-01-02T09:00');
  await page.waitForURL((url) => url.searchParams.get('from') === '2026-01-02T00:00:00.000Z');
  await page.goto('/ui/flows/new');
  const editor = page.getByRole('textbox', { name: 'Flow source' });
  await editor.getByText('my.team').waitFor();
  expect(await page.evaluate(`getComputedStyle(document.querySelector('[aria-label="Flow source"]')).fontSize`)).toBe(
    '18px',
  );

  await page.goto('/ui/settings');
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await page.getByText(/^Now: .* UTC$/).waitFor();
  expect(await page.getByLabel('Rows in a page of a list').inputValue()).toBe('50');
  expect(complaints).toEqual([]);
});

test('a search is saved with a name, chosen again and forgotten, in its tenant alone', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions?state=FAILED&timeRange=P7D&page=2');
  const open = page.getByRole('button', { name: 'Saved searches' });
  const dialog = page.getByRole('dialog', { name: 'Saved searches' });

  await open.click();
  await dialog.getByText('state: FAILED · timeRange: P7D').waitFor();
  await dialog.getByLabel('Name').fill('Failed this week');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Failed this week', exact: true }).waitFor();
  await expectAccessible(page);
  await page.goto('/ui/executions?q=other');
  await open.click();
  await dialog.getByRole('button', { name: 'Failed this week', exact: true }).click();
  await eventually(() => expect(new URL(page.url()).search).toBe('?state=FAILED&timeRange=P7D'));

  await page.goto('/ui/stage/executions');
  await open.click();
  await dialog.getByText('No search is saved for this list.').waitFor();
  await page.goto('/ui/executions');
  await open.click();
  await dialog.getByRole('button', { name: 'Forget “Failed this week”' }).click();
  await dialog.getByText('No search is saved for this list.').waitFor();
  expect(complaints).toEqual([]);
});
