import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, returnTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const at = '/namespaces/company/reusable-inputs/customer';
const source = 'id: customer\ninputs:\n  - id: city\n    type: STRING\n    displayName: City\n';
const takes = aFlow({
  id: 'takes',
  namespace: 'company.team',
  inputs: [{ id: 'who', type: 'REUSABLE_INPUTS', ref: 'customer' }],
  tasks: [returnTask('for {{ inputs.who.city }}')],
});

test('reusable inputs are written, changed, compared, restored and deleted', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: takes });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/company/reusable-inputs');
  await page.getByRole('heading', { name: 'No reusable inputs yet' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Create reusable inputs' }).click();
  await page.getByText('No problems').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'customer', exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Reusable inputs source' }).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('  - id: street\n    type: STRING\n');
  await page.getByText('Unsaved changes').waitFor();
  await page.keyboard.press('ControlOrMeta+S');
  await page.getByText('No changes').waitFor();
  expect(await server.call('GET', at)).toMatchObject({ revision: 2, description: 'Whom an order is for' });

  await page.getByRole('link', { name: 'Revisions' }).click();
  await page.getByRole('button', { name: 'Revision 1' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('Revision 1 is restored as revision 3').waitFor();

  await page.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: 'Delete reusable inputs “customer”?' });
  await question.getByRole('link', { name: 'company.team.takes' }).waitFor();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No reusable inputs yet' }).waitFor();
  expect((await server.request('GET', at)).status).toBe(404);
  expect(complaints).toEqual([]);
});

test('what is wrong with them is said by line', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: takes });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/reusable-inputs/new/company');
  await page.getByRole('textbox', { name: 'Reusable inputs source' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('inputs:\n  - id: a\n    type: NUMBER\n');

  await page.getByRole('list', { name: 'Problems' }).getByRole('button').getByText('3:11').waitFor();

  expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);
});

test('the editor of a flow offers those that it can take in, and where there are others', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: takes });
  await server.call('PUT', at, { body: source });
  await server.call('PUT', '/namespaces/other/reusable-inputs/theirs', { body: source.replace('customer', 'theirs') });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/new');
  await page.getByRole('textbox', { name: 'Flow source' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(
    'id: asks\nnamespace: company.team\ninputs:\n  - id: who\n    type: REUSABLE_INPUTS\n    ref: ',
  );
  const offered = page.getByRole('listbox', { name: 'Completions' });

  await eventually(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
    await offered.getByRole('option', { name: 'customer' }).waitFor({ timeout: 1_000 });
  });

  expect(await offered.getByRole('option', { name: 'theirs' }).count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('\n    namespace: ');
  await page.keyboard.press('Control+Space');
  await offered.getByRole('option', { name: 'other' }).waitFor();
});

test('a namespace lists those from above, and an execution asks for them as for inputs of the flow', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: takes });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/takes');
  await page.getByRole('button', { name: 'Execute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Execute “takes”' });
  await dialog.getByText("reusable inputs 'customer' do not exist in namespace 'company.team' or above").waitFor();
  await page.keyboard.press('Escape');
  await server.call('PUT', at, { body: source });

  await page.getByRole('button', { name: 'Execute' }).click();
  await dialog.getByLabel('City').fill('Oslo');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Execute' }).click();
  await page.waitForURL('**/ui/executions/company.team/takes/**');
  await page.goto('/ui/namespaces/edit/company.team/reusable-inputs');
  const row = page.getByRole('row').filter({ hasText: 'customer' });
  await row.getByText('inherited from company').waitFor();
  await row.getByRole('link').click();

  await page.waitForURL('**/ui/namespaces/reusable-inputs/edit/company.team/customer');
  await page.getByRole('textbox', { name: 'Reusable inputs source' }).waitFor();
  const { results } = await server.call('GET', '/executions/search?flowId=takes');
  expect(results).toMatchObject([{ inputs: { who: { city: 'Oslo' } } }]);
});
