import { afterAll, expect, test } from 'vitest';
import { startServer, startVault } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a tenant that somebody else creates turns up in the switcher', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  const { page } = await openPage(server);
  await signIn(page, server.admin);
  await page.getByRole('button', { name: 'Tenant default, switch' }).click();

  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });

  await page.getByRole('link', { name: 'Staging stage' }).waitFor({ timeout: 3_000 });
});

test('switching keeps the kind of page and drops what belongs to the old tenant', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions?state=FAILED&namespace=company');

  await page.getByRole('button', { name: 'Tenant default, switch' }).click();
  await page.getByRole('link', { name: 'Staging stage' }).click();

  await page.waitForURL('**/ui/stage/executions');
  await page.getByRole('button', { name: 'Tenant Staging, switch' }).waitFor();
  // Two tabs of the browser are told from each other
  expect(await page.title()).toBe('Executions · Staging · Windhover');
});

test('a link into a tenant survives signing in, and the tenant is opened again next time', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { page } = await openPage(server);

  await signIn(page, server.admin, '/ui/stage/roles?q=adm');

  await page.waitForURL('**/ui/stage/roles?q=adm');
  await page.getByRole('button', { name: 'Admin', exact: true }).waitFor();
  await page.goto('/ui/');
  await page.waitForURL('**/ui/stage/flows');
});

test('a link into a tenant that cannot be entered is not found, with the switcher still there', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { page } = await openPage(server);
  await signIn(page, server.admin);

  await page.goto('/ui/nowhere/flows');

  await page.getByRole('heading', { name: 'Not found', level: 1 }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Tenant Choose a tenant, switch' }).click();
  await page.getByRole('link', { name: 'default' }).click();
  await page.waitForURL(/\/ui\/(flows)?$/);
});

test('deleting a tenant says what goes and asks for its id', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/tenants');

  await page.getByRole('button', { name: 'More actions: stage' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete tenant “stage”?' });
  await dialog.getByText('It has 0 flows and 0 executions.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await expectAccessible(page);
  await dialog.getByLabel('Type “stage” to confirm').fill('stage');
  await dialog.getByRole('button', { name: 'Delete' }).click();

  await page.getByText('Tenant “stage” is deleted.').waitFor();
  await page.getByText('No tenant yet').waitFor();
});

test('a tenant is renamed and gets a picture, which the switcher shows', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/tenants');
  const pictures = page.locator('img[src^="data:image/png"]');

  await page.getByRole('button', { name: 'More actions: stage' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit tenant “stage”' });
  await dialog.getByLabel('Name').fill('Rehearsal');
  const file = { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('a logo is a PNG, JPEG, GIF or WebP picture').waitFor();
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ ...file, buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 40 } }) });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();

  await page.getByText('Tenant “Rehearsal” is saved.').waitFor();
  await page.getByRole('button', { name: /, switch$/ }).click();
  await expect.poll(() => pictures.count()).toBe(2);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More actions: stage' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Tenant “Rehearsal” is saved.').last().waitFor();
  await expect.poll(() => pictures.count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a superadmin gives the scripts of a tenant a network of their own, and takes it back', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging', requireExistingNamespace: true } });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/tenants');
  const choose = async (option: string) => {
    await page.getByRole('button', { name: 'More actions: stage' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit tenant “stage”' });
    await dialog.getByRole('combobox', { name: 'Network of scripts' }).click();
    await page.getByRole('option', { name: option }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return server.call('GET', '/tenants/stage');
  };
  const others = { id: 'stage', name: 'Staging', deleted: false, requireExistingNamespace: true };

  expect(await choose('None')).toEqual({ ...others, scriptNetwork: 'none' });
  expect(await choose('As the instance has it')).toEqual(others);
  expect(complaints).toEqual([]);
});

test('a tenant gets a bucket and a Vault of its own, and goes back to those of the instance', async () => {
  const vault = await startVault();
  const configuration = { 'kestra.http.allowed-addresses': '127.0.0.1' };
  const server = await startServer({ tenancy: 'mixed', ui: true, configuration });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging', requireExistingNamespace: true } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/tenants');
  const open = async () => {
    await page.getByRole('button', { name: 'More actions: stage' }).click();
    await page.getByRole('menuitem', { name: 'Storage and secrets' }).click();
    return page.getByRole('dialog', { name: 'Storage and secrets of tenant “stage”' });
  };
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  const dialog = await open();
  await choose('Files are kept in', 'S3');
  await choose('Secrets are kept in', 'Vault');
  await expectAccessible(page);
  await dialog.getByRole('textbox', { name: 'Bucket' }).fill('staging');
  await dialog.getByRole('textbox', { name: 'Access key' }).fill('key');
  await dialog.getByLabel('Secret key', { exact: false }).first().fill('secret');
  await dialog.getByRole('textbox', { name: 'Address' }).fill('http://10.0.0.1:8200');
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Token').first().fill(vault.rootToken);
  await dialog.getByRole('switch', { name: 'Secrets are read-only' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText("connections to '10.0.0.1' are not allowed").first().waitFor();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(vault.url);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Tenant “stage” has new backends.').waitFor();

  expect(await server.call('GET', '/tenants/stage')).toEqual({
    id: 'stage',
    name: 'Staging',
    deleted: false,
    requireExistingNamespace: true,
    storageType: 's3',
    storageConfiguration: { bucket: 'staging', accessKey: 'key', secretKey: 'secret' },
    secretType: 'vault',
    secretConfiguration: { address: vault.url, token: { token: vault.rootToken } },
    secretReadOnly: true,
  });
  const again = await open();
  expect(await again.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(vault.url);
  await choose('Files are kept in', 'The backend of the instance');
  await choose('Secrets are kept in', 'The backend of the instance');
  await again.getByRole('switch', { name: 'Secrets are read-only' }).click();
  await again.getByRole('button', { name: 'Save' }).click();
  await again.waitFor({ state: 'hidden' });
  expect(await server.call('GET', '/tenants/stage')).toEqual({
    id: 'stage',
    name: 'Staging',
    deleted: false,
    requireExistingNamespace: true,
  });
});

test('without multi-tenancy there is no switcher, and the page of tenants says why', async () => {
  const server = await startServer({ ui: true });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin);

  expect(await page.getByRole('button', { name: /, switch$/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Tenants', exact: true }).click();
  await page.getByRole('heading', { name: 'Multi-tenancy is off' }).waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('somebody without a tenant is told whom to ask and what to say', async () => {
  const server = await startServer({ tenancy: 'explicit', ui: true });
  const grace = { username: 'grace@example.com', password: 'Compiler!1' };
  await server.call('POST', '/users', { body: { email: grace.username, password: grace.password } });
  const { page } = await openPage(server);

  await signIn(page, grace);

  await page.getByRole('heading', { name: 'You do not have access to a tenant yet' }).waitFor();
  await page.getByText(grace.username, { exact: true }).first().waitFor();
  await expectAccessible(page);
});

test('an address that leads nowhere says so inside of the frame', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);

  await signIn(page, server.admin, '/ui/flows/no/such/page');

  await page.getByRole('heading', { name: 'Not found', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Executions' }).click();
  await page.waitForURL('**/ui/executions');
});
