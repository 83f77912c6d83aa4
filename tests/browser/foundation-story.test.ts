import { afterAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage } from './open-browser.ts';

const ada = { username: 'ada@example.com', password: 'Analytical!1' };

const greeting = `id: greeting
namespace: company.team

inputs:
  - id: who
    type: STRING

tasks:
  - id: wait
    type: io.kestra.plugin.core.flow.Sleep
    duration: PT3S
  - id: greet
    type: io.kestra.plugin.core.log.Log
    message: Hello, {{ inputs.who }}
`;

afterAll(closeBrowser);

test('from the first start to a flow that was written, executed and watched, in two tenants', async () => {
  const server = await startServer({ admin: false, tenancy: 'mixed', ui: true });
  const { page, complaints } = await openPage(server);

  await setUp(page);
  await writeFlow(page);
  await executeAndWatch(page, 'World', `/ui/executions/company.team/greeting/`);

  await page.getByRole('link', { name: 'Tenants', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create tenant' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create tenant' });
  await dialog.getByLabel('Id').fill('flows');
  await dialog.getByRole('button', { name: 'Create tenant' }).click();
  await dialog.getByText("'flows' is a reserved tenant identifier").waitFor();
  await dialog.getByLabel('Id').fill('dev');
  await dialog.getByLabel('Name').fill('Development');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create tenant' }).click();

  await page.waitForURL('**/ui/dev/flows');
  await page.getByRole('button', { name: 'Tenant Development, switch' }).click();
  await page.getByRole('link', { name: 'Development dev' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('No flows yet').waitFor();

  await writeFlow(page);
  await executeAndWatch(page, 'Development', `/ui/dev/executions/company.team/greeting/`);

  await page.getByRole('button', { name: 'Tenant Development, switch' }).click();
  await page.getByRole('navigation', { name: 'Tenants' }).getByRole('link', { name: 'default' }).click();
  await page.waitForURL('**/ui/executions');
  const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
  await rows.filter({ hasText: 'Success' }).waitFor();
  expect(await rows.count()).toBe(2);
  expect(complaints).toEqual([]);
});

async function setUp(page: Page): Promise<void> {
  await page.goto('/ui/');
  await page.waitForURL('**/ui/setup');
  await page.getByRole('heading', { name: 'Confirm the configuration' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Skip, use the default tenant' }).click();
  await page.getByLabel('E-mail').fill(ada.username);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByLabel('Password again').fill(ada.password);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create user and sign in' }).click();
  await page.waitForURL('**/ui/flows');
}

async function writeFlow(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Create flow' }).first().click();
  const source = page.getByRole('textbox', { name: 'Flow source' });
  await source.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(greeting.replace('Log\n', 'Lob\n'));
  await page.getByRole('list', { name: 'Problems' }).getByRole('button').first().waitFor();
  await expectAccessible(page);
  await source.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(greeting);
  await page.getByText('No problems').waitFor();
  await page.keyboard.press('ControlOrMeta+S');
  await page.waitForURL('**/flows/edit/company.team/greeting/edit');
  await page.getByText('Revision 1', { exact: true }).waitFor();
}

async function executeAndWatch(page: Page, who: string, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Execute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Execute “greeting”' });
  await dialog.getByLabel('who').fill(who);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Execute' }).click();
  await page.waitForURL(`**${address}*/gantt`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Running wait' }).waitFor();
  await page.getByRole('button', { name: 'State history: SUCCESS' }).waitFor();
  await page.getByRole('button', { name: 'Success greet' }).click();
  await page.getByRole('log').getByText(`Hello, ${who}`).waitFor();
  await expectAccessible(page);
}
