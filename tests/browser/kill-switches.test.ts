import { aFlow, eventually, sleepTask, startServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a kill switch is made, changed, switched off and deleted, and executions say what it does to them', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [sleepTask('PT1H')] }) });
  const start = async (): Promise<string> => (await server.call('POST', '/executions/company.team/flow')).id;
  const running = await start();
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/kill-switches');
  await page.getByRole('heading', { name: 'No kill switches' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Create kill switch' }).last().click();
  const made = page.getByRole('dialog', { name: 'Create kill switch' });
  const create = made.getByRole('button', { name: 'Create kill switch' });
  await made.getByText('It matches every execution of the instance.').waitFor();
  expect(await create.isDisabled()).toBe(true);
  await made.getByLabel('Name', { exact: true }).fill('outage');
  await made.getByRole('textbox', { name: 'Flow' }).fill('flow');
  await made.getByText('Give its namespace, too').waitFor();
  await made.getByRole('textbox', { name: 'Executions' }).fill('what');
  await made.getByText('No ids of executions: what').waitFor();
  await expectAccessible(page);
  await made.getByRole('textbox', { name: 'Executions' }).fill('');
  await made.getByRole('textbox', { name: 'Namespace' }).fill('company.team');
  await create.click();
  await page.getByText('Kill switch “outage” is created.').waitFor();
  const row = page.getByRole('row').filter({ hasText: 'outage' });
  await row.getByText('flow company.team.flow').waitFor();
  await expectAccessible(page);

  await page.goto(`${server.url}/ui/executions/company.team/flow/${running}`);
  await page.getByText('Killed by kill switch “outage”.').waitFor();
  await page.getByText('Kill switch “outage” holds: executions (flow company.team.flow) are killed.').waitFor();
  await expectAccessible(page);

  await page.goto(`${server.url}/ui/instance/kill-switches`);
  await page.getByRole('button', { name: 'More actions: outage' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const edited = page.getByRole('dialog', { name: 'Edit “outage”' });
  await edited.getByLabel('Ignore: executions wait where they are, and go on when the switch ends').check();
  await edited.getByRole('button', { name: 'Save' }).click();
  await row.getByText('Ignore').waitFor();
  const held = await eventually(async () => {
    const id = await start();
    expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('QUEUED');
    return id;
  });
  await page.goto(`${server.url}/ui/executions/company.team/flow/${held}`);
  await page.getByText('Kill switch “outage” holds it: it goes on when the switch ends.').waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  expect(await page.getByRole('menuitem', { name: 'Take out of the queue' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  await expectAccessible(page);

  await page.goto(`${server.url}/ui/instance/kill-switches`);
  await page.getByRole('switch', { name: 'Enable “outage”' }).click();
  await row.getByText('switched off').waitFor();
  await eventually(async () => expect((await server.call('GET', `/executions/${held}`)).state.current).toBe('RUNNING'));
  await page.getByRole('button', { name: 'More actions: outage' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No kill switches' }).waitFor();
  expect(complaints).toEqual([]);
});
