import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, failTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a tenant without executions says so; then what ran, what fails, what waits and what comes next', async () => {
  const server = await startServer({ ui: true });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/dashboards');
  await page.getByText('No failures in this period').waitFor();
  await page.getByText('Nothing is scheduled').waitFor();
  await page.getByRole('link', { name: 'Go to flows' }).waitFor();
  await expectAccessible(page);

  await server.call('POST', '/flows', { body: aFlow({ id: 'fine' }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'broken', tasks: [failTask()] }) });
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'waiting', tasks: [{ id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' }] }),
  });
  await server.call('POST', '/flows', {
    body: aFlow({
      id: 'yearly',
      triggers: [{ id: 'new_year', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '0 0 1 1 *' }],
    }),
  });
  for (const id of ['fine', 'fine', 'fine', 'broken', 'broken', 'waiting'])
    await server.call('POST', `/executions/company.team/${id}`, { body: new FormData() });
  await eventually(async () => {
    const { total } = await server.call('GET', '/executions/search?filters[state][IN]=SUCCESS,FAILED,PAUSED');
    expect(total).toBe(6);
  });
  await page.reload();

  await page.getByRole('link', { name: 'Succeeded 3' }).waitFor();
  await page.getByRole('figure', { name: /^Executions over time/ }).waitFor();
  await page.getByRole('region', { name: 'Failing flows' }).getByText('2 failures').waitFor();
  await page.getByRole('region', { name: 'Runs or waits' }).getByRole('link', { name: 'waiting' }).waitFor();
  await page.getByRole('region', { name: 'Next scheduled' }).getByRole('link', { name: 'yearly' }).waitFor();
  await expectAccessible(page);
  await page
    .getByRole('list', { name: 'What the colours stand for' })
    .getByRole('link', { name: 'Failed 2' })
    .waitFor();
  await page.getByRole('link', { name: 'Failed 2' }).first().click();
  const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
  await eventually(async () => expect(await rows.count()).toBe(3));
  await page.goBack();
  await page.getByRole('link', { name: 'broken' }).click();
  await eventually(async () => expect(await rows.count()).toBe(3));
  expect(complaints).toEqual([]);
});

test('all executions of the period are counted, and a part of a bar leads to those that it counts', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'one' }) });
  const many = {
    id: 'each',
    type: 'io.kestra.plugin.core.flow.ForEach',
    values: '{{ range(1, 1100) }}',
    tasks: [
      {
        id: 'start',
        type: 'io.kestra.plugin.core.flow.Subflow',
        namespace: 'company.team',
        flowId: 'one',
        wait: false,
      },
    ],
  };
  await server.call('POST', '/flows', { body: aFlow({ id: 'many', tasks: [many] }) });
  await server.call('POST', '/executions/company.team/many?wait=true', { body: new FormData() });
  await server.call('POST', '/flows', { body: aFlow({ id: 'broken', tasks: [failTask()] }) });
  await server.call('POST', '/executions/company.team/broken?wait=true', { body: new FormData() });
  await eventually(
    async () => {
      const { total } = await server.call('GET', '/executions/search?filters[state][IN]=SUCCESS');
      expect(total).toBe(1_101);
    },
    { timeoutMs: 60_000 },
  );
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/dashboards?period=P7D');

  await page.getByRole('link', { name: 'Succeeded 1,101' }).waitFor();
  await page.getByRole('link', { name: 'Success 1,101' }).waitFor();

  // Below those of the successes, which leave it a pixel or so
  const failed = page.getByRole('figure').locator('a[href*="state=FAILED"][href*="from="]');
  await failed.dispatchEvent('click');
  const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
  await eventually(async () => expect(await rows.count()).toBe(2));
  expect(await page.getByRole('combobox', { name: 'Started' }).inputValue()).toBe('Between dates');
  expect(complaints).toEqual([]);
});

test('executions that match the filters are downloaded as CSV', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'fine' }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'broken', tasks: [failTask()] }) });
  for (const id of ['fine', 'broken'])
    await server.call('POST', `/executions/company.team/${id}`, { body: new FormData() });
  await eventually(async () => {
    const { total } = await server.call('GET', '/executions/search?filters[state][IN]=SUCCESS,FAILED');
    expect(total).toBe(2);
  });
  const { page } = await openPage(server, { acceptDownloads: true });
  await signIn(page, server.admin, '/ui/executions?state=FAILED');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);

  const stream = await download.createReadStream();
  const text = (await stream.toArray()).join('');
  expect(text).toContain('broken');
  expect(text).not.toContain('fine');
});
