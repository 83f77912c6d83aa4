import { afterAll, expect, test } from 'vitest';
import { aFlow, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

const grace = { username: 'grace@example.com', password: 'Compiler!1' };

afterAll(closeBrowser);

test('a user is created, given a role in a tenant, and sees what the role permits and why not the rest', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/users');

  await page.getByRole('button', { name: 'Create user' }).click();
  const created = page.getByRole('dialog', { name: 'Create user' });
  await created.getByLabel('E-mail').fill(grace.username);
  await created.getByLabel('Password').fill(grace.password);
  await expectAccessible(page);
  await created.getByRole('button', { name: 'Create user' }).click();
  await page.getByRole('cell', { name: grace.username }).first().waitFor();
  await expectAccessible(page);

  await page.goto('/ui/stage/bindings');
  await page.getByRole('button', { name: 'Give access' }).click();
  const given = page.getByRole('dialog', { name: 'Give access' });
  await given.getByLabel('Person', { exact: true }).fill(grace.username);
  await given.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await expectAccessible(page);
  await given.getByRole('button', { name: 'Give access' }).click();
  await page.getByText('Access is given.').waitFor();
  await page.getByRole('button', { name: `Take away: ${grace.username}, Viewer` }).waitFor();

  const { page: hers } = await openPage(server);
  await signIn(hers, grace, '/ui/stage/flows');
  const create = hers.getByRole('button', { name: 'Create flow' }).first();
  expect(await create.isDisabled()).toBe(true);
  await hers.getByRole('link', { name: 'Dependencies' }).focus();
  await hers.keyboard.press('Tab');
  await hers.getByRole('tooltip').getByText('Needs the permission FLOW:CREATE').waitFor();
  await hers.goto('/ui/stage/roles');
  await hers.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  await hers.getByText('missing permission ROLE:LIST').waitFor();
  const offered = hers.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await offered.filter({ hasText: 'Roles' }).waitFor({ state: 'detached' });
  expect(await offered.allTextContents()).toEqual(expect.arrayContaining(['Flows', 'Executions', 'Limits']));
  await expectAccessible(hers);
});

test('who switches to a tenant where the page is not permitted comes to the home of that tenant', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  for (const id of ['dev', 'stage']) await server.call('POST', '/tenants', { body: { id, name: id } });
  const { id } = await server.call('POST', '/users', {
    body: { email: grace.username, password: grace.password, tenants: ['dev', 'stage'] },
  });
  const give = (tenant: string, role: string) =>
    server.call('POST', `/${tenant}/bindings`, {
      body: { type: 'USER', externalId: id, roleId: `${role}_${tenant}` },
    });
  await Promise.all([give('dev', 'admin'), give('stage', 'viewer')]);
  const { page, complaints } = await openPage(server);
  await signIn(page, grace, '/ui/dev/roles');

  await page.getByRole('button', { name: 'Tenant dev, switch' }).click();
  await page.getByRole('link', { name: 'stage' }).click();

  await page.waitForURL(`${server.url}/ui/stage/flows`);
  await page.getByRole('button', { name: 'Tenant stage, switch' }).click();
  await page.getByRole('link', { name: 'dev' }).click();
  await page.waitForURL(`${server.url}/ui/dev/flows`);
  expect(complaints).toEqual([]);
});

test('who has a role in one namespace is offered what the role permits there, and nothing of the whole tenant', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  await server.call('POST', '/dev/flows', { body: aFlow({ id: 'hers', namespace: 'shop' }) });
  await server.call('POST', '/dev/executions/shop/hers?wait=true', { body: new FormData() });
  const { id } = await server.call('POST', '/users', {
    body: { email: grace.username, password: grace.password, tenants: ['dev'] },
  });
  await server.call('POST', '/dev/bindings', {
    body: { type: 'USER', externalId: id, roleId: 'admin_dev', namespaceId: 'shop' },
  });
  const { page, complaints } = await openPage(server);

  await signIn(page, grace, '/ui/dev/dashboards');

  await page.getByRole('link', { name: 'Succeeded 1' }).waitFor();
  const offered = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await offered.filter({ hasText: 'Roles' }).waitFor({ state: 'detached' });
  expect(await offered.allTextContents()).toEqual([
    'Dashboard',
    'Flows',
    'Executions',
    'Logs',
    'Namespaces',
    'Plugins',
    'Triggers',
    'Limits',
  ]);
  await page.goto('/ui/dev/namespaces/edit/shop/overview');
  await page.getByRole('region', { name: 'Succeeded' }).getByText('100 %').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('who lacks a right is told which one and who can give it, and is not refused again and again', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  const { id } = await server.call('POST', '/users', {
    body: { email: grace.username, password: grace.password, tenants: ['dev'] },
  });
  const role = { name: 'Small', permissions: { EXECUTION: ['LIST', 'VIEW'], FLOW: ['LIST', 'VIEW'] } };
  const { id: roleId } = await server.call('POST', '/dev/roles', { body: role });
  await server.call('POST', '/dev/bindings', { body: { type: 'USER', externalId: id, roleId } });
  const { page, complaints } = await openPage(server);
  const refused: string[] = [];
  page.on('response', (reply) => reply.status() === 403 && refused.push(reply.url()));

  await signIn(page, grace, '/ui/dev/dashboards');
  await page.getByRole('region', { name: 'Next scheduled' }).getByText('Needs the permission TRIGGER:LIST').waitFor();
  expect(refused.filter((url) => url.includes('/triggers/'))).toEqual([]);

  for (const [path, permission] of [
    ['dashboards/new', 'DASHBOARD:CREATE'],
    ['flows/new', 'FLOW:CREATE'],
  ] as const) {
    await page.goto(`/ui/dev/${path}`);
    await page.getByRole('heading', { name: 'You may not create one here' }).waitFor();
    await page.getByText(permission).waitFor();
  }
  await page.goto('/ui/dev/admin/triggers');
  await page.getByText('missing permission TRIGGER:LIST').waitFor();
  await page.getByText('An administrator can give you a role that permits it.').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('a superadmin without a role gives access, and is offered nothing that needs one', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  await server.call('POST', '/users', { body: { email: grace.username, password: grace.password, superAdmin: true } });
  const { page, complaints } = await openPage(server);

  await signIn(page, grace, '/ui/stage/bindings');

  expect(await page.getByRole('button', { name: 'Give access' }).isEnabled()).toBe(true);
  const offered = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await offered.filter({ hasText: 'Flows' }).waitFor({ state: 'detached' });
  expect(await offered.allTextContents()).toEqual(expect.arrayContaining(['Access', 'Roles', 'Tenants']));
  expect(complaints).toEqual([]);
});

test('a role is made from the actions that it permits', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/roles');

  await page.getByRole('button', { name: 'Create role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New role' });
  await dialog.getByLabel('Name', { exact: true }).fill('Operators');
  await dialog.getByRole('checkbox', { name: 'All actions of EXECUTION' }).check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await page.getByText('Role “Operators” is created.').waitFor();
  await page.getByRole('button', { name: 'Operators', exact: true }).click();

  const saved = page.getByRole('dialog', { name: 'Operators' });
  expect(await saved.getByRole('checkbox', { name: 'All actions of EXECUTION' }).isChecked()).toBe(true);
  expect(await saved.getByRole('checkbox', { name: 'All actions of FLOW' }).isChecked()).toBe(false);
});

test('superadmin is granted and taken away, and what it means is said', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/users', { body: { email: grace.username, password: grace.password } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/users');

  await page.getByRole('button', { name: `More actions: ${grace.username}` }).click();
  await page.getByRole('menuitem', { name: 'Make superadmin' }).click();
  const dialog = page.getByRole('dialog', { name: `Make “${grace.username}” a superadmin?` });
  await dialog.getByText('Does not by itself read or run flows').waitFor();
  await dialog.getByRole('button', { name: 'Make superadmin' }).click();

  await page.getByText(`“${grace.username}” is now a superadmin.`).waitFor();
  const users = await server.call('GET', '/users?size=50');
  expect(users.results.find((user: { username: string }) => user.username === grace.username).superAdmin).toBe(true);
});
