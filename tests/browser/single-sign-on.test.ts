import { afterAll, expect, test } from 'vitest';
import { startServer } from '@windhover/testing';
import { startIssuer } from '../single-sign-on/open-id-issuer.ts';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage } from './open-browser.ts';

afterAll(closeBrowser);

test('a button of the sign-in page leads to the provider, and from there to the page that was asked for', async () => {
  const issuer = await startIssuer({ jane: { email: 'jane@example.com', email_verified: true, given_name: 'Jane' } });
  const role = { name: 'Newcomer', permissions: { FLOW: ['VIEW', 'LIST'], EXECUTION: ['VIEW', 'LIST'] } };
  const configuration = { ...issuer.configuration('Example'), 'kestra.security.default-role': role };
  const server = await startServer({ ui: true, configuration });
  issuer.openTo(server.url, ['Example']);
  const { page, complaints } = await openPage(server);

  await page.goto('/ui/flows');
  const button = page.getByRole('link', { name: 'Sign in with Example' });
  await button.waitFor();
  await expectAccessible(page);
  await button.press('Enter');

  await page.getByPlaceholder('Enter any login').fill('jane');
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByRole('heading', { name: 'Flows', exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/ui/flows');
  expect(complaints).toEqual([]);

  await page.getByRole('button', { name: 'Account of Jane' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: /yes/i }).click();
  await page.getByRole('link', { name: 'Sign in with Example' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/ui/login');
});

test('what a provider came back with is said on the page', async () => {
  const issuer = await startIssuer({ jane: { email: 'jane@example.com', email_verified: false } });
  const server = await startServer({ ui: true, configuration: issuer.configuration('Example') });
  issuer.openTo(server.url, ['Example']);
  const { page } = await openPage(server);

  await page.goto('/oauth/login/Example');
  await page.getByPlaceholder('Enter any login').fill('jane');
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByRole('alert').getByText('Example names no verified e-mail address').waitFor();
  await expectAccessible(page);
});
