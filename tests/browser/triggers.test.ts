import { createServer } from 'node:http';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { aFlow, eventually, listenOnLoopback, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

const grace = { username: 'grace@example.com', password: 'Compiler!1' };

const nightly = aFlow({
  id: 'nightly',
  inputs: [{ id: 'limit', type: 'INT', defaults: 5 }],
  triggers: [
    { id: 'every-hour', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '0 * * * *' },
    { id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 's3cr3tKey' },
  ],
});

afterAll(closeBrowser);

test('schedules of a tenant are listed with what comes next, and are switched off and on', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: nightly });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/admin/triggers');
  const row = page.getByRole('table', { name: 'Triggers' }).getByRole('row').filter({ hasText: 'every-hour' });
  await row.getByText(/^in \d+m$|^in \d+s$/).waitFor();
  await expectAccessible(page);

  await row.getByRole('switch', { name: 'Trigger every-hour is on' }).uncheck({ force: true });
  await row.getByText('None').waitFor();
  const disabled = async () => (await server.call('GET', '/triggers/search')).results[0].state.disabled;
  expect(await disabled()).toBe(true);
  await row.getByRole('switch').check({ force: true });
  await eventually(async () => expect(await disabled()).toBe(false));

  await row.getByRole('link', { name: /every-hour/ }).click();
  await page.waitForURL('**/ui/flows/edit/company.team/nightly/triggers');
  expect(complaints).toEqual([]);
});

test('past dates are made up for by a backfill that is paused, continued and ended', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: nightly });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/nightly/triggers');
  const menu = page.getByRole('button', { name: 'More actions: every-hour' });

  await menu.click();
  await page.getByRole('menuitem', { name: 'Backfill…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Backfill “every-hour”' });
  await dialog.getByLabel('From').fill('2020-01-02T00:00');
  await dialog.getByLabel('To').fill('2020-01-01T00:00');
  await dialog.getByText('The end must be after the start').waitFor();
  await dialog.getByLabel('To').fill('2023-01-01T00:00');
  await dialog.getByLabel('limit').fill('7');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Start backfill' }).click();
  await page.getByText('The backfill of “every-hour” has started.').waitFor();
  await eventually(async () => {
    const { results } = await server.call('GET', '/executions/search?size=1');
    expect(results[0].inputs.limit).toBe(7);
  });

  await menu.click();
  await page.getByRole('menuitem', { name: 'Pause backfill' }).click();
  await page.getByText(/^paused at 20/).waitFor();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Continue backfill' }).click();
  await page.getByText(/^paused at 20/).waitFor({ state: 'hidden' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'End backfill' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End backfill' }).click();
  await page.getByText('The backfill of “every-hour” has ended.').waitFor();
  const { results } = await server.call('GET', '/triggers/search');
  expect(results[0].state.backfill).toBeUndefined();
});

test('a trigger that waits for its last execution says so, leads to it, and is unlocked', async () => {
  const server = await startServer({ ui: true });
  const triggers = [
    { id: 'every-second', type: 'io.kestra.plugin.core.trigger.Schedule', withSeconds: true, cron: '* * * * * *' },
  ];
  const tasks = [{ id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'busy', triggers, tasks }) });
  const started = async () =>
    (await server.call('GET', '/executions/search')).results.map(({ id }: { id: string }) => id);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/admin/triggers');
  const row = page.getByRole('table', { name: 'Triggers' }).getByRole('row').filter({ hasText: 'every-second' });
  await row.getByText('Locked').waitFor();
  const [first] = await started();

  await row.getByRole('button', { name: /^Why: every-second/ }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'About “every-second”' });
  await dialog.getByText(`It waits for execution ${first}, which it started last, to end.`).waitFor();
  await dialog.getByText(`Started execution '${first}'`).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('Trigger “every-second” no longer waits for its last execution.').waitFor();
  await eventually(async () => expect((await started()).length).toBeGreaterThan(1));

  await dialog.getByRole('link', { name: 'Open the execution' }).click();
  await page.waitForURL('**/ui/executions/company.team/busy/*');
  expect(complaints).toEqual([]);
});

test('a date that could not be evaluated shows the reason and leads to the source', async () => {
  const server = await startServer({ ui: true });
  const triggers = [
    {
      id: 'broken',
      type: 'io.kestra.plugin.core.trigger.Schedule',
      withSeconds: true,
      cron: '* * * * * *',
      when: '{{ nothing.of.this }}',
    },
  ];
  await server.call('POST', '/flows', { body: aFlow({ id: 'broken', triggers }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/broken/triggers');

  await page.getByRole('button', { name: /^Why: broken: Failed/ }).click();
  const dialog = page.getByRole('dialog', { name: 'About “broken”' });
  await dialog.getByText('Its last evaluation failed, so that date started nothing.').waitFor();
  await dialog.getByRole('link', { name: 'Edit the flow' }).click();

  await page.getByRole('textbox', { name: 'Flow source' }).waitFor();
  expect(complaints).toEqual([]);
});

test('the history of a trigger says what came of each date, leads to its executions, and shows older ones when asked', async () => {
  const server = await startServer({ ui: true });
  const when = "{{ (trigger.date | date('H') | number) is even }}";
  const triggers = [{ id: 'even', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '0 * * * *', when }];
  await server.call('POST', '/flows', { body: aFlow({ id: 'hourly', triggers }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/hourly/triggers');
  const open = page.getByRole('button', { name: /^Why: even/ });
  await open.click();
  const dialog = page.getByRole('dialog', { name: 'About “even”' });
  await dialog.getByText('None yet: each evaluation appears here with what came of it.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  const backfill = { start: '2026-01-01T00:00:00Z', end: '2026-01-01T23:59:00Z' };
  const trigger = { namespace: 'company.team', flowId: 'hourly', triggerId: 'even' };
  await server.call('PUT', '/triggers/backfill/create', { body: { ...trigger, backfill } });
  await eventually(async () => {
    const history = await server.call('GET', '/triggers/company.team/hourly/even/evaluations?size=1');
    expect(history.total).toBe(24);
  });
  await open.click();
  const entries = dialog.getByRole('listitem');
  const [newest, before] = [entries.first(), entries.nth(1)];
  await newest.getByText('The conditions do not hold').waitFor();
  await newest.getByText(/for 2026-01-01 23:00:00/).waitFor();
  await before.getByText(/^Fired$/).waitFor();
  expect(await entries.count()).toBe(20);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Show older' }).click();
  await eventually(async () => expect(await entries.count()).toBe(24));

  await before.getByRole('link', { name: /^Started execution/ }).click();
  await page.waitForURL('**/ui/executions/company.team/hourly/*');
  expect(complaints).toEqual([]);
});

test('the address of a webhook has the tenant in it, and the command that is copied starts an execution', async () => {
  const server = await startServer({ tenancy: 'mixed', ui: true });
  await server.call('POST', '/tenants', { body: { id: 'stage', name: 'Staging' } });
  await server.call('POST', '/stage/flows', { body: nightly });
  const { page } = await openPage(server, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(page, server.admin, '/ui/stage/flows/edit/company.team/nightly/triggers');
  await page.getByText('/api/v1/stage/executions/webhook/company.team/nightly/s3cr3tKey').waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Copy URL' }).click();
  const address = String(await page.evaluate('navigator.clipboard.readText()'));
  const reply = await fetch(address, { method: 'POST' });

  expect(reply.status).toBe(200);
  await page.getByRole('button', { name: 'Copy curl command' }).click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`curl -X POST '${address}'`);
});

test('a flow without triggers says how it starts, and a viewer sees why nothing can be switched', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'plain' }) });
  await server.call('POST', '/flows', { body: nightly });
  await server.call('POST', '/users', { body: { email: grace.username, password: grace.password } });
  await server.call('POST', '/tenant-access', { body: { email: grace.username } });
  const member = (await server.call('GET', '/tenant-access?size=50')).results.find(
    (each: { username: string }) => each.username === grace.username,
  );
  const viewer = (await server.call('GET', '/roles/search?size=50')).results.find(
    (each: { name: string }) => each.name === 'Viewer',
  );
  await server.call('POST', '/bindings', { body: { type: 'USER', externalId: member.userId, roleId: viewer.id } });
  const { page } = await openPage(server);

  await signIn(page, grace, '/ui/flows/edit/company.team/plain/triggers');

  await page.getByRole('heading', { name: 'This flow has no triggers' }).waitFor();
  await page.goto('/ui/flows/edit/company.team/nightly/triggers');
  const toggle = page.getByRole('switch', { name: 'Trigger every-hour is on' });
  await toggle.waitFor();
  expect(await toggle.isDisabled()).toBe(true);
});

test('a polling trigger says why its last look started nothing, and has no past dates', async () => {
  const outside = createServer((_, response) => response.writeHead(503).end());
  onTestFinished(() => void outside.close());
  const uri = `http://127.0.0.1:${await listenOnLoopback(outside)}/`;
  const triggers = [{ id: 'ready', type: 'io.kestra.plugin.core.http.Trigger', uri, interval: 'PT1H' }];
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'polled', triggers }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/admin/triggers');
  const row = page.getByRole('table', { name: 'Triggers' }).getByRole('row').filter({ hasText: 'ready' });
  await row.getByText('Skipped').waitFor();

  await row.getByRole('button', { name: /^Why: ready/ }).click();
  const dialog = page.getByRole('dialog', { name: 'About “ready”' });
  await dialog.getByText("The server answered with status 503, for which 'responseCondition' is not true").waitFor();
  await dialog.getByText('It looks again on its next date.').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await row.getByRole('button', { name: 'More actions: ready' }).click();
  const backfill = page.getByRole('menuitem', { name: 'Backfill…' });

  expect([await backfill.isDisabled(), await backfill.getAttribute('title')]).toEqual([
    true,
    'Only schedules have past dates',
  ]);
  expect(complaints).toEqual([]);
});

test('a webhook shows how its calls were answered', async () => {
  const server = await startServer({ ui: true });
  const condition = { type: 'io.kestra.plugin.core.condition.Expression', expression: '{{ trigger.body.go }}' };
  const hook = { id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 'the-key', conditions: [condition] };
  await server.call('POST', '/flows', { body: aFlow({ id: 'hooked', triggers: [hook] }) });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/hooked/triggers');
  await page.getByRole('button', { name: 'Evaluations of hook' }).click();
  const dialog = page.getByRole('dialog', { name: 'About “hook”' });
  await dialog.getByText('None yet').waitFor();

  const call = (go: boolean) =>
    server.request('POST', '/executions/webhook/company.team/hooked/the-key', { as: null, body: { go } });
  const started = (await call(true)).json.id;
  await call(false);
  await call(false);

  const entries = dialog.getByRole('listitem');
  await entries.first().getByText('The conditions do not hold').waitFor();
  await entries
    .first()
    .getByText(/2 times since/)
    .waitFor();
  await expectAccessible(page);
  await dialog.getByRole('link', { name: `Started execution '${started}'` }).click();
  await page.waitForURL(`**/ui/executions/company.team/hooked/${started}*`);
  expect(complaints).toEqual([]);
});
