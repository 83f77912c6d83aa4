import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, startServer, type TestServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const failing = aFlow({
  id: 'failing',
  tasks: [{ id: 'fail', type: 'io.kestra.plugin.core.execution.Fail' }],
});
const paused = aFlow({
  id: 'paused',
  tasks: [{ id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' }],
});

async function execute(server: TestServer, flowId: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1)
    await server.call('POST', `/executions/company.team/${flowId}`, { body: new FormData() });
}

const countIn = async (server: TestServer, state: string): Promise<number> =>
  (await server.call('GET', `/executions/search?filters[state][IN]=${state}`)).total;

test('chosen executions are killed and deleted; those that cannot be are left out, with the reason', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: failing });
  await server.call('POST', '/flows', { body: paused });
  await execute(server, 'failing', 2);
  await execute(server, 'paused', 2);
  await eventually(async () => expect(await countIn(server, 'PAUSED')).toBe(2));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions');

  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await page.getByText('4 chosen').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Kill' }).click();
  const kill = page.getByRole('dialog', { name: 'Kill: 2 executions' });
  await kill.getByText('Left out (2): it has ended.').waitFor();
  await expectAccessible(page);
  await kill.getByRole('button', { name: 'Kill' }).click();
  await page.getByText('Kill: done for 2 executions.').waitFor();
  await eventually(async () => expect(await countIn(server, 'KILLED')).toBe(2));

  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await page.getByText('2 chosen').waitFor();
  await page.getByRole('region', { name: 'What is chosen' }).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete: 2 executions' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Delete: done for 2 executions.').waitFor();
  expect(await countIn(server, 'FAILED')).toBe(0);
  expect(await countIn(server, 'KILLED')).toBe(2);
  expect(complaints).toEqual([]);
});

test('chosen executions get another state; what has changed since it was chosen is not what it was', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: failing });
  await server.call('POST', '/flows', { body: paused });
  await execute(server, 'failing', 2);
  await execute(server, 'paused', 1);
  await eventually(async () => expect(await countIn(server, 'FAILED')).toBe(2));
  await eventually(async () => expect(await countIn(server, 'PAUSED')).toBe(1));
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions');
  const chosen = page.getByRole('region', { name: 'What is chosen' });

  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await chosen.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Change status' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change status: 2 executions' });
  await dialog.getByText('Left out (1): it has not ended.').waitFor();
  await dialog.getByLabel('State').selectOption('Warning');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Change status' }).click();
  await page.getByText('Change status: done for 2 executions.').waitFor();
  expect(await countIn(server, 'WARNING')).toBe(2);

  const row = page.getByRole('row').filter({ hasText: 'paused' });
  await row.getByRole('checkbox').check();
  const { results } = await server.call('GET', '/executions/search?filters[state][IN]=PAUSED');
  await server.call('DELETE', `/executions/${results[0].id}/actions/kill`);
  await row.getByText('Killed').waitFor();
  expect(await chosen.getByRole('button', { name: 'Kill' }).isDisabled()).toBe(true);
  expect(complaints).toEqual([]);
});

test('all executions that match the filters get a label, also those on other pages', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: failing });
  await execute(server, 'failing', 27);
  await eventually(async () => expect(await countIn(server, 'FAILED')).toBe(27));
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/executions?size=25');

  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await page.getByRole('button', { name: 'Choose all 27 that match' }).click();
  await page.getByText('27 chosen').waitFor();
  await page.getByRole('button', { name: 'Set labels' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set labels: 27 executions' });
  await dialog.getByLabel('Key').fill('checked');
  await dialog.getByLabel('Value').fill('yes');
  await dialog.getByRole('button', { name: 'Set labels' }).click();
  await page.getByText('Set labels: done for 27 executions.').waitFor();

  const { total } = await server.call('GET', '/executions/search?filters[labels][EQUALS]=checked:yes');
  expect(total).toBe(27);
});

test('triggers are switched off and on together', async () => {
  const server = await startServer({ ui: true });
  const schedule = (id: string) => ({ id, type: 'io.kestra.plugin.core.trigger.Schedule', cron: '0 0 1 1 *' });
  await server.call('POST', '/flows', { body: aFlow({ id: 'yearly', triggers: [schedule('one'), schedule('two')] }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'other', triggers: [schedule('three')] }) });
  const disabled = async (): Promise<readonly string[]> => {
    const { results } = await server.call('GET', '/triggers/search?size=50');
    return results
      .filter(({ state }: { state: { disabled: boolean } }) => state.disabled)
      .map(({ state }: { state: { triggerId: string } }) => state.triggerId)
      .toSorted();
  };
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/admin/triggers');

  await page.getByRole('checkbox', { name: 'Choose company.team yearly one' }).check();
  await page.getByRole('checkbox', { name: 'Choose company.team other three' }).check();
  await page.getByText('2 chosen').waitFor();
  await expectAccessible(page);
  expect(await page.getByRole('button', { name: 'Unlock' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Switch off' }).click();
  const off = page.getByRole('dialog', { name: 'Switch off: 2 triggers' });
  await off.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('Switch off: done for 2 triggers.').waitFor();
  expect(await disabled()).toEqual(['one', 'three']);

  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await page.getByRole('button', { name: 'Switch on' }).click();
  const on = page.getByRole('dialog', { name: 'Switch on: 2 triggers' });
  await on.getByText('Left out (1): it is switched on.').waitFor();
  await on.getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('Switch on: done for 2 triggers.').waitFor();
  expect(await disabled()).toEqual([]);
  expect(complaints).toEqual([]);
});

test('flows are disabled and deleted together, and downloaded as a zip', async () => {
  const server = await startServer({ ui: true });
  for (const id of ['one', 'two', 'three']) await server.call('POST', '/flows', { body: aFlow({ id }) });
  const { page, complaints } = await openPage(server, { acceptDownloads: true });
  await signIn(page, server.admin, '/ui/flows');

  await page.getByRole('checkbox', { name: 'Choose company.team one' }).check();
  await page.getByRole('checkbox', { name: 'Choose company.team two' }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const zip = Buffer.concat((await (await download.createReadStream()).toArray()) as Buffer[]);
  expect([zip.includes('one'), zip.includes('three')]).toEqual([true, false]);
  await page.getByRole('button', { name: 'Disable' }).click();
  const disable = page.getByRole('dialog', { name: 'Disable: 2 flows' });
  await expectAccessible(page);
  await disable.getByRole('button', { name: 'Disable' }).click();
  await page.getByText('Disable: done for 2 flows.').waitFor();
  expect((await server.call('GET', '/flows/company.team/one')).disabled).toBe(true);

  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await page.getByRole('button', { name: 'Delete' }).click();
  const remove = page.getByRole('dialog', { name: 'Delete: 3 flows' });
  await remove.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No flows yet' }).waitFor();
  expect(complaints).toEqual([]);
});
