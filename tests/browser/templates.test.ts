import { afterAll, expect, test } from 'vitest';
import { aFlow, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const configuration = { 'kestra.templates.enabled': true };

test('a template is written, changed, found and deleted', async () => {
  const server = await startServer({ ui: true, configuration });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin);
  await page.getByRole('link', { name: 'Templates' }).click();
  await page.getByRole('heading', { name: 'No templates yet' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Create template' }).first().click();
  await page.getByText('No problems').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'notify', exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Template source' }).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('description: Tells people\n');
  await page.getByText('Unsaved changes').waitFor();
  await page.keyboard.press('ControlOrMeta+S');
  await page.getByText('No changes').waitFor();

  expect(await server.call('GET', '/templates/company.team/notify')).toMatchObject({ description: 'Tells people' });
  await page.getByRole('link', { name: 'Templates' }).first().click();
  await page.getByRole('textbox', { name: 'Search templates' }).fill('not');
  const row = page.getByRole('row').filter({ hasText: 'Tells people' });
  await row.getByRole('button', { name: 'Delete: notify' }).click();
  const question = page.getByRole('dialog', { name: 'Delete template “notify”?' });
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Delete' }).click();
  await row.waitFor({ state: 'detached' });
  expect((await server.call('GET', '/templates/search')).total).toBe(0);
  expect(complaints).toEqual([]);
});

test('what is wrong with a template is said by line', async () => {
  const server = await startServer({ ui: true, configuration });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/templates/new');
  await page.getByRole('textbox', { name: 'Template source' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('id: a\nnamespace: company\ntasks:\n  - id: b\n    type: no.such.Type\n');

  const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button').filter({ hasText: 'no.such.Type' });

  await problem.getByText('5:11').waitFor();
});

test('nothing leads to templates where they are not enabled', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'first' }) });
  const { page } = await openPage(server);

  await signIn(page, server.admin);

  await page.getByRole('link', { name: 'first' }).waitFor();
  await page.getByRole('link', { name: 'Executions' }).waitFor();
  expect(await page.getByRole('link', { name: 'Templates' }).count()).toBe(0);
});
