import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('pages, rows and the palette are reached with the keyboard alone', async () => {
  const server = await startServer({ ui: true });
  for (const id of ['first', 'second']) await server.call('POST', '/flows', { body: aFlow({ id }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/roles');
  await page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor();

  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.getByRole('link', { name: 'second' }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'second', level: 1 }).waitFor();

  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('first');
  await page.getByRole('option', { name: 'first company.team' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Go to' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('first');
  await page.getByRole('option', { name: 'first company.team' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'first', level: 1 }).waitFor();

  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('any.team');
  await page.getByRole('option', { name: 'company.team Namespace' }).click();
  await page.getByRole('heading', { name: 'company.team', level: 1 }).waitFor();

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'hidden' });
});

test('the slash leads into the search of a list, and what is found is in the address', async () => {
  const server = await startServer({ ui: true });
  for (const id of ['first', 'second']) await server.call('POST', '/flows', { body: aFlow({ id }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows');
  await page.getByRole('link', { name: 'first' }).waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('seco');

  await page.waitForURL('**/ui/flows?q=seco');
  await page.getByRole('link', { name: 'first' }).waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('link', { name: 'second' }).waitFor();
  expect(await page.getByRole('searchbox').or(page.getByLabel('Search flows')).inputValue()).toBe('seco');
});

test('a dialog that is left gives the focus back to what opened it', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/first');
  const focused = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent";
  const hasFocus = (name: string) => eventually(async () => expect(await page.evaluate(focused)).toBe(name));

  await page.getByRole('button', { name: 'Execute' }).click();
  await page.getByRole('dialog', { name: 'Execute “first”' }).waitFor();
  // A click beside it by mistake loses nothing
  await page.getByLabel('Start at').fill('2099-01-01T00:00');
  await page.mouse.click(5, 5);
  expect(await page.getByLabel('Start at').inputValue()).toBe('2099-01-01T00:00');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await hasFocus('Execute');

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete flow “first”?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await hasFocus('More actions');
});
