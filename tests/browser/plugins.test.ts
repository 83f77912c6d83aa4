import { afterAll, expect, test } from 'vitest';
import { aFlow, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('types are searched, and each says what it does, takes and gives', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Plugins' }).click();
  await page.getByRole('heading', { name: 'Choose a type to read what it does and takes' }).waitFor();
  await expectAccessible(page);

  const types = page.getByRole('navigation', { name: 'Types' });
  await page.getByLabel('Search types').fill('return value');
  await types.getByRole('button', { name: 'Log', exact: true }).waitFor({ state: 'hidden' });
  await types.getByRole('button', { name: 'Return', exact: true }).click();
  await page.waitForURL(
    ({ pathname, searchParams }) =>
      pathname === '/ui/plugins/io.kestra.plugin.core.debug.Return' && searchParams.get('q') === 'return value',
  );
  const documentation = page.getByRole('article');
  await documentation.getByRole('heading', { name: 'Return' }).waitFor();
  await documentation.getByText('format: "Hello {{ inputs.name }}"').waitFor();
  await documentation.getByText('The rendered text.').waitFor();
  await expectAccessible(page);

  await page.getByLabel('Search types').fill('no such thing');
  await page.getByText('Nothing matches these filters').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await types.getByRole('button', { name: 'Schedule Trigger' }).click();
  await documentation.getByText('Deprecated, use “conditions” instead').waitFor();

  await page.goto('/ui/plugins/no.such.Type');
  await page.getByText('no.such.Type').first().waitFor();

  await page.goto('/ui/flows/edit/company.team/first/topology?task=log');
  await page.getByRole('link', { name: 'Documentation of the type' }).click();
  await documentation.getByRole('heading', { name: 'Log' }).waitFor();
  expect(complaints).toEqual([]);
});
