/** A Loop and its iterations, each from the page of the other. */
import { aFlow, logTask, startServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('an execution counts the iterations of its Loop, leads to them, and they lead back', async () => {
  const server = await startServer({ ui: true });
  const loop = {
    id: 'regions',
    type: 'io.kestra.plugin.core.flow.Loop',
    values: { north: 'cold', south: 'warm' },
    tasks: [logTask('{{ item.key }}')],
  };
  const other = { ...loop, id: 'others', values: { east: 'dry' }, tasks: [logTask('x', 'other')] };
  await server.call('POST', '/flows', { body: aFlow({ id: 'report', tasks: [loop, other] }) });
  const { id } = await server.call('POST', '/executions/company.team/report?wait=true');
  const { page, complaints } = await openPage(server);

  await signIn(page, server.admin, `/ui/executions/company.team/report/${id}`);
  const counts = page.getByRole('region', { name: 'Iterations of “regions”' });
  await counts.getByText('2 success').waitFor();
  await expectAccessible(page);
  await counts.getByRole('link', { name: 'Show the iterations' }).click();

  await page.getByRole('cell', { name: '1 south' }).waitFor();
  expect(await page.getByRole('cell', { name: '0 east' }).count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('cell', { name: '0 north' }).click();
  await page.getByText('Iteration of', { exact: true }).waitFor();
  await page.getByText('cold').first().waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: id }).click();
  await counts.waitFor();
  await page.getByRole('link', { name: 'Executions' }).first().click();
  await page.getByRole('cell', { name: id, exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  expect(complaints).toEqual([]);
});
