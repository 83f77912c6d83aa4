import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

const grace = { username: 'grace@example.com', password: 'Compiler!1' };

afterAll(closeBrowser);

test('a group gets members and a role, and its members what the role permits', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  await server.call('POST', '/users', { body: { email: grace.username, password: grace.password } });
  await server.call('POST', '/tenant-access', { body: { email: grace.username } });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/groups');
  await page.getByRole('heading', { name: 'No groups' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Create group' }).last().click();
  const created = page.getByRole('dialog', { name: 'Create group' });
  await created.getByLabel('Name').fill('Readers');
  await created.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('heading', { name: 'Nobody is in this group yet' }).waitFor();
  await page.getByRole('button', { name: 'Add member' }).click();
  const added = page.getByRole('dialog', { name: 'Add member' });
  await added.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: grace.username }).click();
  await expectAccessible(page);
  await added.getByRole('button', { name: 'Add member' }).click();
  await page.getByLabel(`Membership of ${grace.username}`).selectOption('OWNER');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Access', exact: true }).click();
  await page.getByRole('button', { name: 'Give access' }).click();
  const given = page.getByRole('dialog', { name: 'Give access' });
  await given.getByText('A group', { exact: true }).click();
  await given.getByRole('combobox', { name: 'A group' }).click();
  await page.getByRole('option', { name: 'Readers' }).click();
  await given.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await given.getByRole('button', { name: 'Give access' }).click();
  await page.getByRole('button', { name: 'Take away: Readers, Viewer' }).waitFor();

  const { page: hers } = await openPage(server);
  await signIn(hers, grace);
  await hers.getByRole('link', { name: 'first' }).waitFor();
  expect(complaints).toEqual([]);
});

test('whoever may only look at a group is told so; its owner adds members without a permission', async () => {
  const server = await startServer({ ui: true });
  const { id: userId } = await server.call('POST', '/users', {
    body: { email: grace.username, password: grace.password },
  });
  await server.call('POST', '/tenant-access', { body: { email: grace.username } });
  const role = { name: 'Lookers', permissions: { GROUP: ['VIEW', 'LIST'] } };
  const { id: roleId } = await server.call('POST', '/roles', { body: role });
  await server.call('POST', '/bindings', { body: { type: 'USER', externalId: userId, roleId } });
  const { id } = await server.call('POST', '/groups', { body: { name: 'Readers' } });
  const { page, complaints } = await openPage(server);
  await signIn(page, grace, `/ui/groups/${id}`);

  const add = page.getByRole('button', { name: 'Add member' });
  await eventually(async () => expect(await add.isDisabled()).toBe(true));
  await add.hover();
  await page.getByRole('tooltip').getByText('Needs the permission GROUP:MANAGE_MEMBERS').waitFor();

  await server.call('PUT', `/groups/${id}/members/${userId}`);
  await server.call('PUT', `/groups/${id}/members/membership/${userId}?membership=OWNER`);
  await page.reload();
  await page.getByLabel(`Membership of ${grace.username}`).waitFor();
  await eventually(async () => expect(await add.isEnabled()).toBe(true));
  expect(complaints).toEqual([]);
});

test('a token of a service account is shown once, works, and stops working when it is deleted', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(page, server.admin, '/ui/service-accounts');

  await page.getByRole('button', { name: 'Create service account' }).last().click();
  const account = page.getByRole('dialog', { name: 'Create service account' });
  await account.getByLabel('Name').fill('ci-deploy');
  await expectAccessible(page);
  await account.getByRole('button', { name: 'Create service account' }).click();
  await page.getByRole('heading', { name: 'ci-deploy' }).waitFor();
  await page.getByRole('heading', { name: 'No tokens' }).waitFor();
  await page.getByRole('button', { name: 'Create token' }).first().click();
  const token = page.getByRole('dialog', { name: 'Create token' });
  await token.getByLabel('Name').fill('github');
  expect(await token.getByLabel('Ends after').inputValue()).toBe('P90D');
  await expectAccessible(page);
  await token.getByRole('button', { name: 'Create token' }).click();

  const shown = page.getByRole('dialog', { name: 'Token “github”' });
  await shown.getByRole('button', { name: 'Copy token' }).click();
  const text = String(await page.evaluate('navigator.clipboard.readText()'));
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'Done' }).click();
  await page
    .getByRole('row')
    .filter({ hasText: 'github' })
    .getByText(/^in 89d$/)
    .waitFor();
  expect(await page.content()).not.toContain(text);
  const me = () => fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${text}` } });
  expect((await me()).status).toBe(200);
  await page.getByRole('button', { name: 'Delete: github' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Token “github” is deleted.').waitFor();
  expect((await me()).status).toBe(401);
});

test('own tokens are found in the menu of the account', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);
  await signIn(page, server.admin);

  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'API tokens' }).click();

  await page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Create token' }).first().click();
  const token = page.getByRole('dialog', { name: 'Create token' });
  await token.getByLabel('Name').fill('laptop');
  await token.getByLabel('Ends after').selectOption('Never');
  await token.getByRole('button', { name: 'Create token' }).click();
  await page.getByRole('dialog', { name: 'Token “laptop”' }).getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row').filter({ hasText: 'laptop' }).getByText('Never').waitFor();
  await expectAccessible(page);
});

test('the audit log tells who did what, and is filtered', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'audited' }) });
  await server.call('POST', '/groups', { body: { name: 'Readers' } });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/auditlogs');
  const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row');
  await rows.filter({ hasText: 'audited' }).getByText('Create').waitFor();
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'Resource' }).click();
  await page.getByRole('option', { name: 'Group', exact: true }).click();
  await page.waitForURL('**/ui/auditlogs?resource=GROUP');
  await rows.filter({ hasText: 'audited' }).waitFor({ state: 'hidden' });
  await rows.filter({ hasText: 'Readers' }).getByRole('button').click();

  await page.getByRole('dialog', { name: 'Create group' }).getByText('Readers').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('the audit log of the instance tells of all tenants and of sign-ins', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  await server.call('POST', '/stage/flows', { body: aFlow({ id: 'audited' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/auditlogs');

  const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row');
  await rows.filter({ hasText: 'audited' }).getByText('stage').waitFor();
  await rows.filter({ hasText: 'Login' }).first().waitFor();
  await expectAccessible(page);
  await rows.filter({ hasText: 'audited' }).getByRole('button').click();
  await page.getByRole('dialog', { name: 'Create flow' }).getByText('audited').first().waitFor();
  expect(complaints).toEqual([]);
});

test('a tenant is suspended with a reason and resumed', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  await server.call('POST', '/stage/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/tenants');

  await page.getByRole('button', { name: 'More actions: stage' }).click();
  await page.getByRole('menuitem', { name: 'Suspend' }).click();
  const dialog = page.getByRole('dialog', { name: 'Suspend tenant “stage”?' });
  await dialog.getByLabel('Kill them').check();
  await dialog.getByLabel('Reason').fill('unpaid');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('row').filter({ hasText: 'Staging' }).getByText('Suspended').waitFor();
  await expectAccessible(page);
  expect((await server.request('POST', '/stage/executions/company.team/first')).status).toBe(423);

  await page.getByRole('button', { name: 'More actions: stage' }).click();
  await page.getByRole('menuitem', { name: 'Resume' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Tenant “stage” is active again.').waitFor();
  expect((await server.request('POST', '/stage/executions/company.team/first')).status).toBe(200);
});
