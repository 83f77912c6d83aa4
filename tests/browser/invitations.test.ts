import { afterAll, expect, test } from 'vitest';
import { aFlow, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const grace = 'grace@example.com';

test('a stranger is invited, makes an account with the link, and may do what the role permits', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/invitations');
  await page.getByRole('heading', { name: 'Nobody is invited' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Invite person' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Invite person' });
  await dialog.getByLabel('E-mail').fill(grace);
  await dialog.getByRole('combobox', { name: 'Roles' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Invite person' }).click();
  const shown = page.getByRole('dialog', { name: `Invitation of “${grace}”` });
  const link = String(await shown.getByText('/ui/invitation/').textContent());
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row').filter({ hasText: grace }).getByText('Waiting').waitFor();

  const { page: hers } = await openPage(server);
  await hers.goto(new URL(link).pathname);
  await hers.getByLabel('First name').fill('Grace');
  await hers.getByLabel('Last name').fill('Hopper');
  await hers.getByLabel('Password', { exact: true }).fill('Compiler!1');
  await hers.getByLabel('Password again').fill('Compiler!1');
  await expectAccessible(hers);
  await hers.getByRole('button', { name: 'Create account' }).click();
  await hers.getByRole('link', { name: 'first' }).waitFor();
  await page.reload();
  await page.getByRole('row').filter({ hasText: grace }).getByText('Accepted').waitFor();

  const { page: late } = await openPage(server);
  await late.goto(new URL(link).pathname);
  await late.getByLabel('First name').fill('Eve');
  await late.getByLabel('Last name').fill('Late');
  await late.getByLabel('Password', { exact: true }).fill('Compiler!1');
  await late.getByLabel('Password again').fill('Compiler!1');
  await late.getByRole('button', { name: 'Create account' }).click();
  await late.getByRole('alert').waitFor();
  expect(complaints).toEqual([]);
});

test('an invitation that is revoked is of no use any more', async () => {
  const server = await startServer({ ui: true });
  const { link } = await server.call('POST', '/invitations', { body: { email: grace } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/invitations');

  await page.getByRole('button', { name: `Revoke: ${grace}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText(`The invitation of “${grace}” is revoked.`).waitFor();

  const { status } = await server.request('POST', `/invitation/create/${String(link).split('/').at(-1)}`, {
    as: null,
    body: { firstName: 'Grace', lastName: 'Hopper', password: 'Compiler!1' },
  });
  expect(status).toBe(404);
});

test('somebody without a tenant sees the invitation and takes it', async () => {
  const server = await startServer({ ui: true, tenancy: 'explicit' });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Stage' } });
  await server.call('POST', '/users', { body: { email: 'ada@example.com', password: 'Analytical!1' } });
  await server.call('POST', '/tenant-access', { tenant: 'stage', body: { email: 'ada@example.com' } });
  const ada = { username: 'ada@example.com', password: 'Analytical!1' };
  const { results } = await server.call('GET', '/roles/search?filters[q][EQUALS]=admin', { tenant: 'stage' });
  const { id: userId } = await server.call('GET', '/me', { as: ada });
  const admin = results.find((role: { name: string }) => role.name === 'Admin');
  await server.call('POST', '/bindings', {
    tenant: 'stage',
    body: { type: 'USER', externalId: userId, roleId: admin.id },
  });
  await server.call('POST', '/users', { body: { email: grace, password: 'Compiler!1' } });
  const body = { email: grace, roles: [{ id: 'viewer_stage' }] };
  await server.call('POST', '/invitations', { tenant: 'stage', as: ada, body });
  const { page } = await openPage(server);
  await signIn(page, { username: grace, password: 'Compiler!1' }, '/ui/');

  await page.getByRole('button', { name: 'Accept the invitation into “stage”' }).click();

  await page.getByText('The invitation is accepted.').waitFor();
  await page.getByRole('link', { name: 'Executions' }).waitFor();
});
