import { aFlow, startServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const grace = { username: 'grace@example.com', password: 'Compiler!1' };
const tool = {
  type: 'io.kestra.plugin.core.trigger.McpToolTrigger',
  title: 'Say hello',
  toolDescription: 'Greets somebody',
};

test('an MCP server is made, shows how to connect and which flows are its tools, is switched off and deleted', async () => {
  const server = await startServer({ ui: true });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/mcp-servers');
  const all = page.getByRole('table', { name: 'MCP servers' });
  await all.getByRole('link', { name: 'default' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'More actions: default' }).click();
  expect(await page.getByRole('menuitem', { name: 'Delete' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Create MCP server' }).click();
  const made = page.getByRole('dialog', { name: 'Create MCP server' });
  await made.getByRole('textbox', { name: 'Id' }).fill('Sales!');
  await made.getByText('Small letters, digits, - and _, at most 64').waitFor();
  await made.getByRole('textbox', { name: 'Id' }).fill('sales');
  await made.getByRole('textbox', { name: 'Instructions' }).fill('Ask before you sell.');
  await made.getByLabel('Public:').check();
  await made.getByText('Anybody who reaches this server can start every flow').waitFor();
  await expectAccessible(page);
  await made.getByLabel('Private:').check();
  await made.getByRole('button', { name: 'Create MCP server' }).click();
  await page.getByText('MCP server “sales” is created.').waitFor();

  await all.getByRole('link', { name: 'sales' }).click();
  await page.getByRole('heading', { name: 'No tools yet' }).waitFor();
  await page.getByText('Ask before you sell.').waitFor();
  await page.getByText('mcpServer: sales').waitFor();
  await page.getByText(`${server.url}/api/v1/main/mcp/sales`, { exact: true }).waitFor();
  await page.getByText('"Authorization": "Bearer <API token>"').waitFor();
  await expectAccessible(page);

  const triggers = [
    { id: 'hello', ...tool, toolName: 'say_hello', mcpServer: 'sales', annotations: { readOnly: true } },
  ];
  await server.call('POST', '/flows', { body: aFlow({ id: 'greeter', triggers }) });
  await page.reload();
  const row = page.getByRole('table', { name: 'Tools' }).getByRole('row').filter({ hasText: 'say_hello' });
  await row.getByText('changes nothing').waitFor();
  await expectAccessible(page);
  await row.getByRole('link', { name: 'company.team.greeter' }).click();
  await page.getByText('AI agents find it as the tool say_hello of the MCP server sales').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'sales' }).click();

  await page.getByRole('switch', { name: 'Enable “sales”' }).uncheck({ force: true });
  await page.getByText('Switched off').waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  const edited = page.getByRole('dialog', { name: 'Edit MCP server “sales”' });
  await edited.getByRole('textbox', { name: 'Description' }).fill('What we sell');
  await edited.getByRole('button', { name: 'Save' }).click();
  await page.getByText('What we sell').waitFor();
  expect((await server.call('GET', '/mcp/servers/sales')).disabled).toBe(true);

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'MCP servers' }).click();
  await page.getByRole('button', { name: 'More actions: sales' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('MCP server “sales” is deleted.').waitFor();
  expect(await all.getByRole('link').allInnerTexts()).toEqual(['default']);
  expect(complaints).toEqual([]);
});

test('who may only look finds no switch, and is told what is missing', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  const { id } = await server.call('POST', '/users', { body: { email: grace.username, ...grace } });
  const binding = { type: 'USER', externalId: id, roleId: 'viewer_stage' };
  await server.call('POST', '/bindings', { tenant: 'stage', body: binding });
  const { page, complaints } = await openPage(server);
  await signIn(page, grace, '/ui/stage/mcp-servers');

  await page.getByRole('link', { name: 'default' }).waitFor();
  expect(await page.getByRole('switch').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Create MCP server' }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'default' }).click();
  await page.getByText(`${server.url}/api/v1/stage/mcp/default`, { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Edit' }).isDisabled()).toBe(true);
  expect(complaints).toEqual([]);
});
