import { afterAll, expect, test } from 'vitest';
import { aFlow, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const grace = { username: 'grace@example.com', password: 'Compiler!1' };

test('everybody in a tenant sees how much of its limits is used, in words, and what has none', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  const limit = (limits: object) =>
    server.call('PUT', '/tenants/stage', {
      body: { name: 'Staging', limits, quotas: [{ duration: 'P1D', limit: 2, behavior: 'FAIL' }] },
    });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  for (const key of ['a', 'b', 'c', 'd'])
    await server.call('PUT', `/namespaces/company/kv/${key}`, { tenant: 'stage', body: '"value"' });
  await server.call('POST', '/flows', { tenant: 'stage', body: aFlow({ id: 'flow', namespace: 'company' }) });
  await limit({ kvPairs: 5, storageBytes: 1_048_576, streams: 0 });
  const { id } = await server.call('POST', '/users', { body: { email: grace.username, ...grace } });
  const binding = { type: 'USER', externalId: id, roleId: 'viewer_stage' };
  await server.call('POST', '/bindings', { tenant: 'stage', body: binding });
  const { page, complaints } = await openPage(server);
  await signIn(page, grace, '/ui/stage/flows');

  await page.getByRole('link', { name: 'Limits', exact: true }).click();
  await page.waitForURL('**/ui/stage/limits');
  const row = (name: string | RegExp) => page.getByRole('row', { name });

  await row(/^Key\/value pairs 4 of 5 Almost reached/).waitFor();
  await row(/^Files, earlier revisions included 0 B of 1 MiB Has room/).waitFor();
  await row(/^Live streams, on this server No limit/).waitFor();
  await row(/^Executions of the tenant 0 of 2 Has room P1D/).waitFor();
  const meter = page.getByRole('meter', { name: 'Key/value pairs' });
  expect(await meter.getAttribute('aria-valuetext')).toBe('4 of 5');
  await expectAccessible(page);

  await limit({ kvPairs: 4 });
  for (const _ of [1, 2]) await server.call('POST', '/executions/company/flow?wait=true', { tenant: 'stage' });
  await page.reload();
  await row(/^Key\/value pairs 4 of 4 Reached/).waitFor();
  await row(/^Executions of the tenant 2 of 2 Reached/).waitFor();
  await limit({ kvPairs: 3 });
  await page.reload();
  await row(/^Key\/value pairs 4 of 3 Exceeded/).waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('limits are reached by keyboard, and of the default tenant too; without a quota the page says so', async () => {
  const server = await startServer({ ui: true });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin);

  await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.waitForURL('**/ui/limits');

  await page.getByRole('row', { name: /^Executions and task runs that wait 0 of 100,000 Has room/ }).waitFor();
  await page.getByText('No quota counts executions of this tenant').waitFor();
  const quotas = [{ duration: 'PT1H', limit: 10, behavior: 'FAIL' }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', namespace: 'company', quotas }) });
  await page.reload();
  await page.getByRole('link', { name: 'Executions of company / flow' }).click();
  await page.waitForURL('**/ui/flows/edit/company/flow');
  expect(complaints).toEqual([]);
});
