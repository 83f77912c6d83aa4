import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, startServer } from '@windhover/testing';
import type { Locator, Page } from 'playwright-core';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const save = 'ControlOrMeta+S';
const sourceOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Flow source' });

/** The editor of a new flow, in which this text is written; beside the flows that there are. */
async function write(text: string, ...flows: readonly string[]): Promise<{ page: Page; source: Locator }> {
  const server = await startServer({ ui: true });
  for (const body of flows) await server.call('POST', '/flows', { body });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/new');
  const source = sourceOf(page);
  await source.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  return { page, source };
}

test('unsaved changes are not left behind without being asked', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'kept' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/kept/edit');
  await sourceOf(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('# note\n');
  await page.getByText('Unsaved changes').waitFor();

  await page.getByRole('link', { name: 'Revisions' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();
  await page.keyboard.press(save);
  await page.getByText('Revision 2', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Revisions' }).click();

  await page.getByRole('region', { name: 'Revision 2 compared with 1' }).getByText('# note').waitFor();
});

test('a problem is listed with its place, and leads there', async () => {
  const { page, source } = await write('id: a\nnamespace: company.team\ntasks:\n  - id: b\n    type: no.such.Type\n');

  const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button').filter({ hasText: 'no.such.Type' });
  await problem.getByText('5:11').waitFor();
  await problem.click();
  await page.keyboard.insertText('X');

  expect(await source.textContent()).toContain('type: Xno.such.Type');
});

test('a flow that cannot be saved says why and keeps the text', async () => {
  const taken = aFlow({ id: 'taken' });
  const { page, source } = await write(taken, taken);

  await page.keyboard.press(save);

  const alert = page.getByRole('alert');
  await alert.getByText('The flow could not be saved').waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await alert.getByRole('button', { name: 'Copy error' }).click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/taken|exists/);
  expect(await source.textContent()).toContain('taken');
});

test('an older revision is restored as a new one', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'twice', description: 'the first' }) });
  await server.call('PUT', '/flows/company.team/twice', { body: aFlow({ id: 'twice', description: 'the second' }) });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/twice/revisions');

  await page.getByRole('button', { name: 'Revision 1' }).click();
  await page.getByRole('button', { name: 'Restore' }).click();

  await page.getByText('Revision 1 is restored as revision 3.').waitFor();
  await page.getByRole('button', { name: 'Revision 3 Current' }).waitFor();
});

test('types are completed and explained from the schema that the server gives', async () => {
  const { page, source } = await write('id: a\nnamespace: company.team\ntasks:\n  - id: wait\n    type: Slee');

  await page.keyboard.press('Control+Space');
  await page.getByRole('option', { name: /flow\.Sleep/ }).click();
  await page.keyboard.insertText('\n    duration: PT1S\n');
  await page.getByText('No problems').waitFor();
  await source.getByText('duration').hover();

  await page.getByText(/^duration: /).waitFor();
});

test('the line that is written stays in sight when problems are listed below it', async () => {
  const { page, source } = await write(`id: a\nnamespace: company.team\n${'# note\n'.repeat(80)}tasks:\n  - id: lost`);

  await page.getByRole('list', { name: 'Problems' }).waitFor();

  const list = (await page.getByRole('list', { name: 'Problems' }).boundingBox())!;
  await eventually(async () => {
    const line = (await source.getByText('lost').boundingBox())!;
    expect(line.y + line.height).toBeLessThanOrEqual(list.y);
  });
});
