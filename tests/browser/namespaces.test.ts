import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeZip } from '@windhover/services';
import { aFlow, fileForm, startServer, startVault } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

const grace = { username: 'grace@example.com', password: 'Compiler!1' };

afterAll(closeBrowser);

test('namespaces are a tree that folds, of those created and those that flows imply', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces');

  await page.getByRole('button', { name: 'Create namespace' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create namespace' });
  await dialog.getByLabel('Id').fill('company.team.reports');
  await dialog.getByLabel('Description').fill('What is sent on Mondays');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create namespace' }).click();
  await page.waitForURL('**/ui/namespaces/edit/company.team.reports');
  await page.getByRole('link', { name: 'Namespaces' }).first().click();

  const table = page.getByRole('table', { name: 'Namespaces' });
  await table.getByRole('row').filter({ hasText: 'What is sent on Mondays' }).getByText('Created').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Hide the namespaces below company.team' }).click();
  await table.getByText('reports').waitFor({ state: 'hidden' });
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ui/namespaces/edit/company.team');
  await page.getByRole('table', { name: 'Flows' }).getByRole('link', { name: 'first' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a value is typed, kept with what it is for, changed and seen from the namespaces below', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company/kv');
  await page.getByRole('heading', { name: 'No values yet' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'New value' }).click();
  const dialog = page.getByRole('dialog', { name: 'New value' });
  await dialog.getByLabel('Key').fill('limit');
  await dialog.getByLabel('Type').selectOption('NUMBER');
  await dialog.getByLabel('Value').fill('many');
  await dialog.getByText('Not a number').waitFor();
  await dialog.getByLabel('Value').fill('42');
  await dialog.getByLabel('Description').fill('Rows at once – 一度に');
  await dialog.getByLabel('Expires after').fill('P7D');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save value' }).click();

  await page.getByText('Value “limit” is saved.').waitFor();
  await page.getByRole('row').filter({ hasText: 'Rows at once – 一度に' }).getByText('in 6d').waitFor();
  expect((await server.call('GET', '/namespaces/company/kv/limit')).type).toBe('NUMBER');
  await page.getByRole('button', { name: 'limit', exact: true }).click();
  const change = page.getByRole('dialog', { name: 'Value “limit”' });
  expect(await change.getByLabel('Value').inputValue()).toBe('42');
  await change.getByLabel('Type').selectOption('STRING');
  await change.getByLabel('Value').fill('42');
  await change.getByRole('button', { name: 'Save value' }).click();
  await page.getByText('Never').waitFor();
  expect((await server.call('GET', '/namespaces/company/kv/limit')).type).toBe('STRING');

  await page.goto('/ui/namespaces/edit/company.team/kv');
  await page.getByRole('link', { name: 'inherited from company' }).click();
  await page.getByRole('button', { name: 'Delete: limit' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Value “limit” is deleted.').waitFor();
});

test('a secret is written and never shown again', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/secrets');

  await page.getByRole('button', { name: 'New secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'New secret' });
  await dialog.getByLabel('Key', { exact: true }).fill('TOKEN');
  await dialog.getByLabel('Value', { exact: true }).fill('abc');
  await dialog.getByRole('button', { name: 'Save secret' }).click();
  await dialog.getByText('a secret has at least 4 characters').waitFor();
  await dialog.getByLabel('Value', { exact: true }).fill('abcdef-123');
  await dialog.getByRole('button', { name: 'Add tag' }).click();
  await dialog.getByRole('textbox', { name: 'Key' }).last().fill('owner');
  await dialog.getByRole('textbox', { name: 'Value' }).last().fill('team');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save secret' }).click();
  await page.getByText('Secret “TOKEN” is saved.').waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'TOKEN', exact: true }).click();
  const change = page.getByRole('dialog', { name: 'Secret “TOKEN”' });
  expect(await change.getByLabel('Value', { exact: true }).first().inputValue()).toBe('');
  await change.getByLabel('Description').fill('For the shop');
  await change.getByRole('button', { name: 'Save secret' }).click();
  await page.getByRole('cell', { name: 'For the shop' }).waitFor();
  expect(await page.content()).not.toContain('abcdef-123');
});

test('an earlier value of a secret is brought back without being shown', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  for (const value of ['abcdef-123', 'ghijkl-456'])
    await server.call('PUT', '/namespaces/company.team/secrets', { body: { key: 'TOKEN', value } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/secrets');

  await page.getByRole('button', { name: 'TOKEN', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Secret “TOKEN”' });
  await dialog.getByLabel('Version').selectOption('1');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save secret' }).click();

  await page.getByText('Secret “TOKEN” is saved.').waitFor();
  await page.getByRole('cell', { name: '3', exact: true }).waitFor();
  expect(await page.content()).not.toMatch(/abcdef-123|ghijkl-456/);
});

test('a file is made, edited, renamed and deleted; one that is there is not overwritten', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/files');
  await page.getByRole('heading', { name: 'No files yet' }).waitFor();

  await page.getByRole('button', { name: 'New file' }).click();
  const dialog = page.getByRole('dialog', { name: 'New file' });
  await dialog.getByLabel('Path').fill('/scripts/report.py');
  await dialog.getByRole('button', { name: 'New file' }).click();
  await page.getByRole('textbox', { name: 'Content of /scripts/report.py' }).click();
  await page.keyboard.insertText('print("Monday")\n');
  await page.getByText('Unsaved changes').waitFor();
  await page.keyboard.press('ControlOrMeta+S');
  await page.getByText('“/scripts/report.py” is saved.').waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'New file' }).click();
  await dialog.getByLabel('Path').fill('/scripts/report.py');
  await dialog.getByRole('button', { name: 'New file' }).click();
  await dialog.getByText('“/scripts/report.py” is there already').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More actions: /scripts/report.py' }).click();
  await page.getByRole('menuitem', { name: 'Move or rename' }).click();
  const move = page.getByRole('dialog', { name: 'Move or rename' });
  await move.getByLabel('New path').fill('/scripts/monday.py');
  await move.getByRole('button', { name: 'Move or rename' }).click();
  await page.getByRole('textbox', { name: 'Content of /scripts/monday.py' }).getByText('print("Monday")').waitFor();

  await page.getByRole('button', { name: 'More actions: /scripts', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByText('everything in it').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No files yet' }).waitFor();
});

test('a revision of a file is compared with the file of today, and restored', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  for (const table of ['customers', 'orders', 'orders_2026'])
    await server.call('POST', '/namespaces/company.team/files?path=/query.sql', {
      body: fileForm(`select *\nfrom ${table}\nlimit 10\n`),
    });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/files?file=/query.sql');

  await page.getByRole('button', { name: 'Revisions' }).click();
  await page.getByRole('region', { name: 'What has changed since revision 2' }).getByText('from orders_2026').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Revision', { exact: true }).selectOption('1');
  const diff = page.getByRole('region', { name: 'What has changed since revision 1' });
  await diff.getByText('from customers').waitFor();
  await page.reload();
  await diff.getByText('from customers').waitFor();
  await page.getByRole('button', { name: 'Restore' }).click();

  await page.getByText('The file is again what it was in revision 1.').waitFor();
  await page.getByRole('textbox', { name: 'Content of /query.sql' }).getByText('from customers').waitFor();
  const revisions = await server.call('GET', '/namespaces/company.team/files/revisions?path=/query.sql');
  expect(revisions.map(({ revision }: { revision: number }) => revision)).toEqual([1, 2, 3, 4]);
  expect(complaints).toEqual([]);
});

test('an earlier value of a key is put into the form, and counts once it is saved', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  for (const body of ['{"rows": 10}', '42'])
    await server.call('PUT', '/namespaces/company.team/kv/limit', { body, headers: { 'content-type': 'text/plain' } });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/kv');

  await page.getByRole('button', { name: 'limit', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Value “limit”' });
  await dialog.getByLabel('Earlier values').selectOption('1');
  await expectAccessible(page);
  expect(await dialog.getByLabel('Type').inputValue()).toBe('JSON');
  expect(await server.call('GET', '/namespaces/company.team/kv/limit')).toMatchObject({ value: 42, revision: 2 });
  await dialog.getByRole('button', { name: 'Save value' }).click();

  await page.getByText('Value “limit” is saved.').waitFor();
  const saved = await server.call('GET', '/namespaces/company.team/kv/limit');
  expect(saved).toMatchObject({ value: { rows: 10 }, revision: 3 });
});

test('a file is uploaded, and one that is no text is not opened as such', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/files');

  await page
    .getByLabel('Upload', { exact: true })
    .last()
    .setInputFiles({ name: 'data.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([1, 0, 2]) });
  await page.getByText('1 file is uploaded.').waitFor();
  await page.getByRole('button', { name: 'data.bin', exact: true }).click();

  await page.getByText('This file is not text').waitFor();
  await expectAccessible(page);
});

test('a zip is unpacked; one that is damaged is refused with the reason', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const entry = { path: 'lib/util.py', content: Buffer.from('print(2)'), modifiedAt: 0 };
  const zip = Buffer.concat(await Array.fromAsync(writeZip([entry])));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/files');
  const field = page.getByLabel('Upload and unpack a zip', { exact: true }).last();
  const give = (buffer: Buffer) => field.setInputFiles({ name: 'files.zip', mimeType: 'application/zip', buffer });

  await give(zip.subarray(0, 40));
  await page.getByText('the zip archive cannot be read: it has no directory').waitFor();
  await give(zip);
  await page.getByText('1 file is unpacked.').waitFor();
  await page.getByRole('button', { name: 'Open folder lib' }).click();
  await page.getByRole('button', { name: 'util.py', exact: true }).click();

  await page.getByText('print(2)').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('a folder is uploaded with what is in it, and all files are downloaded as a zip', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const folder = join(server.dataDirectory, 'scripts');
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'main.py'), 'print(1)');
  writeFileSync(join(folder, 'lib', 'util.py'), 'print(2)');
  const { page } = await openPage(server, { acceptDownloads: true });
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/files');

  await page.getByLabel('Upload folder', { exact: true }).last().setInputFiles(folder);
  await page.getByText('2 files are uploaded.').waitFor();
  await page.getByRole('button', { name: 'Open folder scripts' }).click();
  await page.getByRole('button', { name: 'Open folder lib' }).click();
  await page.getByRole('button', { name: 'util.py', exact: true }).click();
  await page.getByText('print(2)').waitFor();
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all' }).click(),
  ]);
  const zip = Buffer.concat((await (await download.createReadStream()).toArray()) as Buffer[]);
  expect(zip.includes('scripts/lib/util.py')).toBe(true);
});

test('plugin defaults and limits of a namespace are saved, and count for its flows', async () => {
  const server = await startServer({ ui: true });
  const log = { id: 'say', type: 'io.kestra.plugin.core.debug.Return' };
  await server.call('POST', '/flows', { body: aFlow({ id: 'first', tasks: [{ ...log, format: 'own' }] }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company.team/details');

  await page.getByLabel('Plugin defaults').fill('{}');
  await page.getByText('Not a JSON list').waitFor();
  expect(await page.getByRole('button', { name: 'Save details' }).isDisabled()).toBe(true);
  const defaults = [{ type: log.type, forced: true, values: { format: 'given' } }];
  await page.getByLabel('Plugin defaults').fill(JSON.stringify(defaults));
  await page.getByLabel('Executions at a time').fill('2');
  await page.getByLabel('When it is reached').selectOption('They fail');
  await page.getByLabel('Quotas').fill('[{"duration": "PT1H", "limit": 1}]');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save details' }).click();
  await page.getByText('The details are saved.').waitFor();
  await page.reload();
  await page.getByText('"format": "given"').waitFor();

  const saved = await server.call('GET', '/namespaces/company.team');
  expect(saved).toMatchObject({
    pluginDefaults: defaults,
    concurrency: { limit: 2, behavior: 'FAIL' },
    quotas: [{ duration: 'PT1H', limit: 1 }],
  });
  const run = () => server.call('POST', '/executions/company.team/first?wait=true', { body: new FormData() });
  expect((await run()).taskRunList[0].outputs).toMatchObject({ value: 'given' });
  expect((await run()).state.current).toBe('FAILED');
  expect(complaints).toEqual([]);
});

test('variables are inherited, and a viewer is told why they cannot be changed', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  await server.call('POST', '/stage/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/stage/namespaces/edit/company/details');

  await page.getByLabel('Variables').fill('{"region": ');
  await page.getByText('Not a JSON object').waitFor();
  await page.getByLabel('Variables').fill('{"region": "eu-west"}');
  await page.getByRole('button', { name: 'Save details' }).click();
  await page.getByText('The details are saved.').waitFor();
  await page.getByLabel('Description').fill('Not saved yet');
  await page.getByRole('link', { name: 'KV store' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('Description').inputValue()).toBe('Not saved yet');

  await server.call('POST', '/users', { body: { email: grace.username, password: grace.password } });
  await server.call('POST', '/stage/tenant-access', { body: { email: grace.username } });
  const member = (await server.call('GET', '/stage/tenant-access?size=50')).results.find(
    (each: { username: string }) => each.username === grace.username,
  );
  const viewer = (await server.call('GET', '/stage/roles/search?size=50')).results.find(
    (each: { name: string }) => each.name === 'Viewer',
  );
  await server.call('POST', '/stage/bindings', {
    body: { type: 'USER', externalId: member.userId, roleId: viewer.id },
  });
  const { page: hers } = await openPage(server);
  await signIn(hers, grace, '/ui/stage/namespaces/edit/company.team/details');

  await hers.getByText('eu-west').waitFor();
  await expectAccessible(hers);
  expect(await hers.getByRole('button', { name: 'Save details' }).isDisabled()).toBe(true);
});

test('a namespace gets a Vault of its own for itself and those below it', async () => {
  const vault = await startVault();
  const server = await startServer({ ui: true });
  await server.call('POST', '/namespaces', { body: { id: 'bank', description: 'The bank' } });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first', namespace: 'implied' }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/implied/details');
  await expect.poll(() => page.getByRole('button', { name: 'Storage and secrets' }).isDisabled()).toBe(true);

  await page.goto(`${server.url}/ui/namespaces/edit/bank/details`);
  await page.getByRole('button', { name: 'Storage and secrets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Storage and secrets of namespace “bank”' });
  await page.getByRole('combobox', { name: 'Secrets are kept in' }).click();
  await page.getByRole('option', { name: 'Vault', exact: true }).click();
  await expectAccessible(page);
  await dialog.getByRole('textbox', { name: 'Address' }).fill(vault.url);
  await dialog.getByLabel('Token').first().fill(vault.rootToken);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Namespace “bank” has new backends.').waitFor();

  await server.call('PUT', '/namespaces/bank.team/secrets', { body: { key: 'TOKEN', value: 'a value' } });
  expect([...vault.secrets.keys()]).toEqual(['kestra/_default/bank/team/TOKEN']);
  expect(await server.call('GET', '/namespaces/bank')).toMatchObject({ description: 'The bank', secretType: 'vault' });
  expect(complaints).toEqual([]);
});
