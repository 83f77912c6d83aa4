import { afterAll, expect, test } from 'vitest';
import { aFlow, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a wrong password is said in the form', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);
  await page.goto('/ui/flows');
  await page.getByLabel('E-mail or user name').fill(server.admin.username);
  await page.getByLabel('Password').fill('not it');

  await page.getByRole('button', { name: 'Sign in' }).click();

  await page.getByRole('alert').getByText('The user name or the password is wrong').waitFor();
  await expectAccessible(page);
});

test('when the session ends, signing in again goes on where one was', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/new');
  await page.getByRole('textbox', { name: 'Flow source' }).click();
  await page.keyboard.insertText('# typed before the session ended\n');

  await page.context().clearCookies();
  await page.keyboard.insertText('# and after\n');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('Password').fill(server.admin.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();

  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByRole('textbox', { name: 'Flow source' }).textContent()).toContain(
    '# typed before the session ended',
  );
});

test('signing out leads to the sign-in form and leaves nothing to go back to', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);
  await signIn(page, server.admin);

  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/ui/login');
  await page.goBack();

  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});

test('a link that would lead to another site after signing in leads home', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);

  await signIn(page, server.admin, '/ui/login?from=//example.com/');

  expect(new URL(page.url()).origin).toBe(server.url);
});

test('an address that names the default tenant leads to the same page without the name', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'second' }) });
  const { page } = await openPage(server);

  await signIn(page, server.admin, '/ui/main/flows?q=first');
  await page.getByRole('link', { name: 'first' }).waitFor();

  expect(new URL(page.url()).pathname).toBe('/ui/flows');
  expect(await page.getByRole('link', { name: 'second' }).count()).toBe(0);
});
