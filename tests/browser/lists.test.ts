import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, startServer } from '@windhover/testing';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a page of a list that has gone is no empty list: the first one is shown', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'only' }) });
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, '/ui/flows?page=7');

  await page.getByRole('link', { name: 'only' }).waitFor();
  await page.getByText('1–1 of 1').waitFor();
  expect(new URL(page.url()).search).toBe('');
  expect(complaints).toEqual([]);
});

test('the page of a list is in its address as other clients write it', async () => {
  const server = await startServer({ ui: true });
  for (let count = 0; count < 26; count += 1) await server.call('POST', '/flows', { body: aFlow() });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows?size=25');

  await page.getByRole('button', { name: 'Next page' }).click();

  await page.getByText('26–26 of 26').waitFor();
  expect(new URL(page.url()).search).toBe('?size=25&page=2');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('button', { name: 'Execute' }).waitFor();
  await page.goBack();
  await page.getByText('26–26 of 26').waitFor();
  expect(complaints).toEqual([]);
});

test('while the server is away a list keeps its rows, and the page says that they may be old', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'only' }) });
  await server.call('POST', '/executions/company.team/only?wait=true', { body: new FormData() });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions');
  await page.getByRole('cell', { name: 'Success' }).waitFor();

  await server.stop();

  await page.getByRole('alert').getByText('The server cannot be reached.').waitFor();
  // Dimmed, once the list has given up asking
  const opacity = "getComputedStyle(document.querySelector('tbody')).opacity";
  await eventually(async () => expect(await page.evaluate(opacity)).toBe('0.6'));
  expect(await page.getByRole('cell', { name: 'Success' }).isVisible()).toBe(true);
  expect(await page.getByRole('heading', { name: 'This could not be loaded' }).count()).toBe(0);
});
