import { afterAll, expect, test } from 'vitest';
import { eventually, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('an identity provider is connected, brings a person, and is refused while it is disabled and when it is gone', async () => {
  const server = await startServer({ ui: true });
  const { page, complaints } = await openPage(server, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(page, server.admin, '/ui/security-integrations');
  await page.getByRole('heading', { name: 'No provider is connected' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Connect provider' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Connect provider' });
  await dialog.getByLabel('Name').fill('okta');
  await dialog.getByLabel('Description').fill('Our directory');
  await dialog.getByRole('button', { name: 'Connect provider' }).click();
  const shown = page.getByRole('dialog', { name: 'Provider “okta” is connected' });
  const text = (await shown.textContent()) ?? '';
  const [address] = /http\S+\/scim\/v2/.exec(text)!;
  await shown.getByRole('button', { name: 'Copy token' }).click();
  const token = String(await page.evaluate('navigator.clipboard.readText()'));
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'Done' }).click();

  const bring = async (userName: string): Promise<number> => {
    const reply = await fetch(`${address}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, active: true }),
    });
    return reply.status;
  };
  expect(await bring('grace@example.com')).toBe(201);
  const row = page.getByRole('row').filter({ hasText: 'okta' });
  await expectAccessible(page);
  await row.getByRole('switch', { name: 'Let “okta” provision' }).uncheck({ force: true });
  await eventually(async () => expect(await bring('ada@example.com')).toBe(403));
  await row.getByRole('button', { name: 'Disconnect: okta' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('“okta” is disconnected.').waitFor();
  expect(await bring('ada@example.com')).toBe(401);
  expect(complaints).toEqual([]);
});
