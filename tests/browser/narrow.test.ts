import { aFlow, logTask, sleepTask, startServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const viewport = { width: 390, height: 844 };

test('on a narrow screen the actions of a page are in reach and log lines can be read', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', {
    body: aFlow({
      id: 'a-flow-with-a-rather-long-name',
      tasks: [logTask('a line that wants room'), sleepTask('PT1H')],
    }),
  });
  const { id } = await server.call('POST', '/executions/company.team/a-flow-with-a-rather-long-name');
  const { page, complaints } = await openPage(server, { viewport });
  await signIn(page, server.admin, `/ui/executions/company.team/a-flow-with-a-rather-long-name/${id}/logs`);

  const line = await page.getByRole('log').getByText('a line that wants room').boundingBox();
  const actions = await page.getByRole('button', { name: 'More actions' }).boundingBox();

  // One line high: its letters do not stand below each other
  expect(line!.height).toBeLessThan(30);
  expect(actions!.x + actions!.width).toBeLessThanOrEqual(viewport.width);
  await expectAccessible(page);
  for (const path of ['flows', 'executions', 'admin/triggers', 'dashboards', 'auditlogs']) {
    await page.goto(`/ui/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(viewport.width);
  }
  expect(complaints).toEqual([]);
});

test('on half a screen a list says which flow it was, and the tab that is shown is in sight', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'a-flow-of-the-shop', namespace: 'company.team' }) });
  await server.call('POST', '/executions/company.team/a-flow-of-the-shop?wait=true', { body: new FormData() });
  const { page } = await openPage(server, { viewport: { width: 900, height: 800 } });
  await signIn(page, server.admin, '/ui/executions');

  const flow = await page.getByRole('cell', { name: 'a-flow-of-the-shop' }).boundingBox();
  expect(flow!.width).toBeGreaterThan(90);
  expect(flow!.x + flow!.width).toBeLessThanOrEqual(900);

  await page.goto('/ui/flows/edit/company.team/a-flow-of-the-shop/auditlogs');
  const tab = page.getByRole('link', { name: 'Audit log', exact: true }).last();
  await tab.waitFor();
  const place = await tab.boundingBox();
  expect(place!.x + place!.width).toBeLessThanOrEqual(900);
  await expectAccessible(page);
});
