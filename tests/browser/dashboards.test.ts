import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, failTask, returnTask, startServer, type TestServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const chart = 'io.kestra.plugin.core.dashboard.chart';
const data = 'io.kestra.plugin.core.dashboard.data';

/** One chart of each kind. */
const source = `id: loads
title: Loads
charts:
  - id: failed
    type: ${chart}.KPI
    chartOptions: { displayName: Failed, numberType: PERCENTAGE, width: 3, description: Of all executions }
    data:
      type: ${data}.ExecutionsKPI
      columns: { agg: COUNT }
      numerator: [{ field: STATE, type: EQUAL_TO, value: FAILED }]
  - id: over-time
    type: ${chart}.TimeSeries
    chartOptions: { displayName: Over time, column: date, colorByColumn: state, width: 9 }
    data:
      type: ${data}.Executions
      columns:
        date: { field: START_DATE }
        state: { field: STATE }
        total: { agg: COUNT, displayName: Executions, graphStyle: BARS }
        took: { field: DURATION, agg: SUM, displayName: Duration, graphStyle: LINES }
  - id: by-flow
    type: ${chart}.Bar
    chartOptions: { displayName: By flow, column: flow, colorByColumn: state }
    data:
      type: ${data}.Executions
      columns: { flow: { field: FLOW_ID }, state: { field: STATE }, total: { agg: COUNT } }
  - id: states
    type: ${chart}.Pie
    chartOptions: { displayName: States, colorByColumn: state, width: 3 }
    data:
      type: ${data}.Executions
      columns: { state: { field: STATE }, total: { agg: COUNT } }
  - id: words
    type: ${chart}.Markdown
    content: "## Ask **Jane**"
    chartOptions: { width: 3 }
  - id: newest
    type: ${chart}.Table
    chartOptions: { displayName: Newest, width: 12 }
    data:
      type: ${data}.Executions
      columns:
        id: { field: ID, displayName: Execution }
        namespace: { field: NAMESPACE, displayName: Namespace }
        flow: { field: FLOW_ID, displayName: Flow }
        state: { field: STATE, displayName: State }
        took: { field: DURATION, displayName: Duration }
`;

/** Where the mouse points at nothing: what is said of a chart on hover covers others. */
async function expectAccessibleAtRest(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await expectAccessible(page);
}

/** Three executions of `fine`, two of `broken`. */
async function filled(): Promise<TestServer> {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: aFlow({ id: 'fine', tasks: [returnTask('done')] }) });
  await server.call('POST', '/flows', { body: aFlow({ id: 'broken', tasks: [failTask()] }) });
  for (const id of ['fine', 'fine', 'fine', 'broken', 'broken'])
    await server.call('POST', `/executions/company.team/${id}?wait=true`, { body: new FormData() });
  return server;
}

test('every kind of chart is drawn, and leads to what it shows', async () => {
  const server = await filled();
  await server.call('POST', '/dashboards', { body: source });
  const { page, complaints } = await openPage(server, { acceptDownloads: true });
  await signIn(page, server.admin, '/ui/dashboards/loads');

  const part = (name: string) => page.getByRole('region', { name, exact: true });
  await part('Failed').getByText('40 %').waitFor();
  await part('By flow').getByRole('listitem').filter({ hasText: 'broken' }).getByText('2', { exact: true }).waitFor();
  await part('States').getByText('3 · 60 %').waitFor();
  await page.getByRole('heading', { name: 'Ask Jane' }).waitFor();
  await page.getByRole('figure', { name: /Over time: values over time/ }).waitFor();
  await expectAccessibleAtRest(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV: By flow' }).click(),
  ]);
  expect((await (await download.createReadStream()).toArray()).join('')).toBe(
    'flow,state,total\r\nbroken,FAILED,2\r\nfine,SUCCESS,3\r\n',
  );
  await page.getByRole('combobox', { name: 'Namespace' }).fill('company');
  await page.getByRole('option', { name: 'company', exact: true }).click();
  await eventually(() => expect(page.url()).toContain('namespace=company'));
  await part('Over time')
    .getByRole('link', { name: /Failed/ })
    .click();
  const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
  await eventually(async () => expect(await rows.count()).toBe(3));
  await page.goBack();
  await part('Newest').getByRole('link', { name: 'broken' }).first().click();
  await page.getByRole('heading', { name: 'broken' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a dashboard is written beside its preview, saved, chosen and deleted', async () => {
  const server = await filled();
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/dashboards');
  await page.getByRole('link', { name: 'All dashboards' }).click();
  await page.getByRole('heading', { name: 'No dashboards yet' }).waitFor();
  await expectAccessibleAtRest(page);
  await page.getByRole('link', { name: 'Create dashboard' }).first().click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByRole('region', { name: 'Succeeded' }).getByText('60 %').waitFor();
  await page.getByText('No problems').waitFor();
  await expectAccessibleAtRest(page);

  const editor = page.getByRole('textbox', { name: 'Dashboard source' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(source.replace('FAILED }]', 'FAILED, type: NONE }]'));
  await page.getByRole('list', { name: 'Problems' }).getByRole('button').first().waitFor();
  await preview.getByRole('region', { name: 'Succeeded' }).waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(source);
  await preview.getByRole('region', { name: 'Failed' }).getByText('40 %').waitFor();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'Loads' }).waitFor();

  await page.getByRole('link', { name: 'Edit' }).click();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('description: What was loaded\n');
  await page.getByText('Unsaved changes').waitFor();
  await page.keyboard.press('ControlOrMeta+S');
  await page.getByText('No changes').waitFor();
  expect(await server.call('GET', '/dashboards/loads')).toMatchObject({ description: 'What was loaded' });

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No dashboards yet' }).waitFor();
  expect((await server.request('GET', '/dashboards/loads')).status).toBe(404);
  expect(complaints).toEqual([]);
});

test('the editor completes types, fields and names of properties', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);
  await signIn(page, server.admin, '/ui/dashboards/new');
  await page.getByRole('textbox', { name: 'Dashboard source' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(
    `charts:\n  - id: x\n    type: ${chart}.Bar\n    data:\n      type: ${data}.Logs\n      columns:\n        level:\n          field: `,
  );
  const offered = page.getByRole('listbox', { name: 'Completions' });
  await page.keyboard.press('Control+Space');
  await offered.getByRole('option', { name: 'ATTEMPT_NUMBER' }).waitFor();
});

test('the dashboard that is chosen for flows, namespaces and the home stands there; the tenant says which comes first', async () => {
  const server = await startServer({ ui: true, tenancy: 'explicit' });
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'fine', tasks: [returnTask('done')] }) });
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'broken', tasks: [failTask()] }) });
  for (const id of ['fine', 'broken'])
    await server.call('POST', `/executions/company.team/${id}?wait=true`, { tenant, body: new FormData() });
  await server.call('POST', '/dashboards', { tenant, body: source });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/${tenant}/flows/edit/company.team/broken`);
  const failed = page.getByRole('region', { name: 'Failed', exact: true });

  await page.getByRole('combobox', { name: 'Dashboard' }).click();
  await page.getByRole('option', { name: 'Loads' }).click();
  await failed.getByText('100 %').waitFor();
  await page.reload();
  await failed.getByText('100 %').waitFor();
  await expectAccessibleAtRest(page);

  await page.goto(`${server.url}/ui/${tenant}/namespaces/edit/company/overview`);
  await page.getByRole('region', { name: 'Executions by flow' }).getByText('fine').waitFor();
  await expectAccessibleAtRest(page);

  await page.goto(`${server.url}/ui/${tenant}/dashboards/all`);
  await page.getByRole('button', { name: 'Defaults' }).click();
  for (const place of ['Home', 'Overview of a namespace']) {
    await page.getByRole('dialog').getByRole('combobox', { name: place }).click();
    await page.getByRole('option', { name: 'Loads' }).click();
  }
  await expectAccessibleAtRest(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('The default dashboards are saved.').waitFor();
  await page.goto(`${server.url}/ui/${tenant}/namespaces/edit/company/overview`);
  await failed.getByText('50 %').waitFor();
  await page.goto(`${server.url}/ui/${tenant}/dashboards`);
  await page.getByRole('heading', { name: 'Loads' }).waitFor();
  await page.getByRole('combobox', { name: 'Dashboard' }).click();
  await page.getByRole('option', { name: 'Overview' }).click();
  await page.getByRole('region', { name: 'Failing flows' }).waitFor();
  await page.goto(`${server.url}/ui/${tenant}/dashboards`);
  await page.getByRole('region', { name: 'Failing flows' }).waitFor();

  await server.call('DELETE', '/dashboards/loads', { tenant });
  await page.evaluate(() => localStorage.removeItem('windhover.settings'));
  await page.reload();
  await page.getByText('There is no dashboard “loads” any more').waitFor();
  expect(complaints).toEqual([]);
});
