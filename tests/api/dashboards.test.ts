/** Dashboards of tenants, and what their charts show of what their reader may see. */
import { aFlow, failTask, logTask, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

const chart = 'io.kestra.plugin.core.dashboard.chart';
const data = 'io.kestra.plugin.core.dashboard.data';

const source = `# a comment
id: loads
title: Loads
description: What was loaded
timeWindow:
  default: P1D
  max: P30D
charts:
  - id: by-state
    type: ${chart}.Bar
    chartOptions:
      displayName: By state
      column: state
    data:
      type: ${data}.Executions
      columns:
        state: { field: STATE }
        namespace: { field: NAMESPACE }
        total: { agg: COUNT, displayName: Number of them }
      orderBy:
        - { column: total, order: DESC }
  - id: over-time
    type: ${chart}.TimeSeries
    chartOptions: { column: date, colorByColumn: state }
    data:
      type: ${data}.Executions
      columns:
        date: { field: START_DATE }
        state: { field: STATE }
        total: { agg: COUNT }
  - id: failed
    type: ${chart}.KPI
    chartOptions: { numberType: PERCENTAGE }
    data:
      type: ${data}.ExecutionsKPI
      columns: { agg: COUNT }
      numerator:
        - { field: STATE, type: EQUAL_TO, value: FAILED }
  - id: labelled
    type: ${chart}.Table
    data:
      type: ${data}.Executions
      columns:
        flow: { field: FLOW_ID, displayName: Flow }
        team: { field: LABELS, labelKey: team, displayName: =Team }
      where:
        - { field: NAMESPACE, type: EQUAL_TO, value: prod }
  - id: text
    type: ${chart}.Markdown
    content: "# Hello"
`;

/** A tenant in which a flow of `prod` succeeded twice, and one of `other` failed. */
async function filled() {
  const tenant = await server.newTenant();
  const call = (method: string, path: string, body?: unknown) => server.call(method, path, { tenant, body });
  const request = (method: string, path: string, body?: unknown) => server.request(method, path, { tenant, body });
  const good = {
    id: 'good',
    namespace: 'prod',
    labels: { team: 'sales' },
    tasks: [returnTask('four'), logTask('said')],
  };
  const triggers = [{ id: 'yearly', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '0 0 1 1 *' }];
  await call('POST', '/flows', aFlow({ ...good, triggers }));
  await call('POST', '/flows', aFlow({ id: 'bad', namespace: 'other', tasks: [failTask()] }));
  for (const flow of ['prod/good', 'prod/good', 'other/bad'])
    await call('POST', `/executions/${flow}?wait=true`, new FormData());
  const preview = async (parts: object, globalFilter: object = {}) =>
    (await call('POST', '/dashboards/charts/preview', { chart: JSON.stringify(parts), globalFilter })).results;
  return { tenant, call, request, preview };
}

function table(of: string, columns: object, more: object = {}): object {
  return { id: 'x', type: `${chart}.Table`, data: { type: `${data}.${of}`, columns, ...more } };
}

describe('dashboards', () => {
  test('they are created, read word for word, changed, found and deleted, each time with an entry in the audit log', async () => {
    const { call, request } = await filled();

    const created = await call('POST', '/dashboards', source);
    const read = await call('GET', '/dashboards/loads');
    const same = await call('PUT', '/dashboards/loads', source);
    const changed = await call('PUT', '/dashboards/loads', source.replace('title: Loads', 'title: All loads'));
    const found = await call('GET', '/dashboards?q=ALL&sort=title:desc');
    const deleted = await request('DELETE', '/dashboards/loads');

    expect(created).toMatchObject({
      id: 'loads',
      title: 'Loads',
      description: 'What was loaded',
      timeWindow: { default: 'P1D', max: 'P30D' },
      deleted: false,
      sourceCode: source,
    });
    expect(created.charts.map(({ id }: { id: string }) => id)).toEqual([
      'by-state',
      'over-time',
      'failed',
      'labelled',
      'text',
    ]);
    expect([read, same]).toEqual([created, created]);
    expect(changed).toMatchObject({ title: 'All loads', created: created.created });
    expect(found).toEqual({ results: [changed], total: 1 });
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    for (const method of ['GET', 'DELETE']) expect((await request(method, '/dashboards/loads')).status).toBe(404);
    const log = await call('GET', '/auditlogs/search?filters[resources][EQUALS]=DASHBOARD&sort=date:asc');
    expect(log.results.map(({ auditLog }: never) => auditLog['type'])).toEqual(['CREATE', 'UPDATE', 'DELETE']);
  });

  test('one without an id gets one, and keeps it', async () => {
    const { call, request } = await filled();
    const nameless = source.replace('id: loads\n', '');

    const { id } = await call('POST', '/dashboards', nameless);
    const changed = await call('PUT', `/dashboards/${id}`, nameless.replace('title: Loads', 'title: Changed'));

    expect(id).toMatch(/^\w{22}$/);
    expect(changed).toMatchObject({ id, title: 'Changed' });
    const renamed = await request('PUT', `/dashboards/${id}`, source);
    expect([renamed.status, renamed.json.message]).toEqual([422, 'Invalid entity: id: Illegal dashboard id update']);
    await call('POST', '/dashboards', source);
    expect((await request('POST', '/dashboards', source)).json.message).toBe(
      'Invalid entity: id: Dashboard id already exists',
    );
  });

  test('everything that is wrong is said at once, with its line and what to do', async () => {
    const { call, request } = await filled();
    const wrong = `id: new
charts:
  - id: one
    type: ${chart}.Bars
  - id: two
    type: ${chart}.TimeSeries
    chartOptions: { column: stat }
    data:
      type: ${data}.Executions
      columns:
        state: { field: STAT }
        total: { field: STATE, agg: SUM }
      where:
        - { field: DURATION, type: CONTAINS, value: 1 }
`;

    const { constraints, problems } = await call('POST', '/dashboards/validate', wrong);

    expect(problems.map(({ line, path }: never) => [line, path])).toEqual([
      [1, 'title'],
      [1, 'id'],
      [4, 'charts[0].type'],
      [7, 'charts[1].chartOptions.column'],
      [11, 'charts[1].data.columns.state.field'],
      [12, 'charts[1].data.columns.total.agg'],
      [14, 'charts[1].data.where[0].type'],
    ]);
    expect(problems[2]).toMatchObject({
      message: `Invalid type: ${chart}.Bars, did you mean ${chart}.Bar?`,
      remedy: `Write '${chart}.Bar'.`,
    });
    expect(constraints).toContain('SUM needs a number, and STATE is none');
    expect((await request('POST', '/dashboards', wrong)).status).toBe(422);
    const valid = await call('POST', '/dashboards/validate', source);
    expect([valid.problems, valid.charts.length]).toEqual([[], 5]);
    expect((await call('POST', '/dashboards/validate/chart', 'id: x')).problems[0].path).toBe('type');
  });

  test('a tenant shows the dashboards that its settings name', async () => {
    const { tenant, call } = await filled();
    expect(await call('GET', '/dashboards/settings/default-dashboards')).toEqual({});
    const chosen = { defaultHomeDashboard: 'loads' };
    await server.call('POST', `/tenants/${tenant}/settings/default-dashboards`, { body: chosen });
    expect(await call('GET', '/dashboards/settings/default-dashboards')).toEqual(chosen);
  });

  test('editors complete from a schema of the language', async () => {
    const { $ref, $defs } = await server.call('GET', '/plugins/schemas/dashboard');
    expect($ref).toBe('#/$defs/dashboard');
    expect($defs[`${data}.Flows`].properties.columns.additionalProperties.properties.field.enum).toEqual([
      'ID',
      'NAMESPACE',
      'REVISION',
    ]);
  });
});

describe('charts', () => {
  test('they show what ran, within the period and filters of the reader', async () => {
    const { call, request } = await filled();
    await call('POST', '/dashboards', source);
    const rows = async (id: string, body: object = {}) =>
      (await call('POST', `/dashboards/loads/charts/${id}`, body)).results;

    expect(await rows('by-state')).toEqual([
      { state: 'SUCCESS', namespace: 'prod', total: 2 },
      { state: 'FAILED', namespace: 'other', total: 1 },
    ]);
    expect(await rows('by-state', { namespace: 'other' })).toEqual([{ state: 'FAILED', namespace: 'other', total: 1 }]);
    expect(await rows('by-state', { labels: { team: 'sales' } })).toHaveLength(1);
    const filters = [{ field: 'state', operation: 'IN', value: ['FAILED', 'KILLED'] }];
    expect(await rows('by-state', { filters })).toHaveLength(1);
    expect(await rows('by-state', { endDate: '2020-01-02T00:00:00Z' })).toEqual([]);
    expect(await rows('failed')).toEqual([{ value: expect.closeTo(33.3, 1) }]);
    expect(await rows('failed', { endDate: '2020-01-02T00:00:00Z' })).toEqual([{ value: null }]);
    expect(await rows('text')).toEqual([]);
    const { period } = await call('POST', '/dashboards/loads/charts/over-time', {
      endDate: '2020-01-02T00:00:00+02:00',
    });
    expect(period).toEqual({
      startDate: '2019-12-31T22:00:00.000Z',
      endDate: '2020-01-01T22:00:00.000Z',
      span: { sizeMs: 3_600_000, offsetMs: 7_200_000 },
    });
    const overTime = await rows('over-time', { startDate: new Date(Date.now() - 86_400_000).toISOString() });
    for (const { date } of overTime) expect(date).toMatch(/T\d\d:00:00.000Z$/);
    // What the chart says of the namespace gives way
    expect(await rows('labelled', { namespace: 'other' })).toEqual([{ flow: 'bad', team: null }]);
    const refused = await request('POST', '/dashboards/loads/charts/text', { pageSize: 10_001 });
    expect(refused.json.message).toBe('Illegal argument: pageSize: at most 10000');
    const long = await request('POST', '/dashboards/loads/charts/by-state', { startDate: '2020-01-02T00:00:00Z' });
    expect(long.json.message).toBe(
      'Illegal argument: the period is longer than timeWindow.max allows: at most 30 days',
    );
    for (const path of ['/dashboards/loads/charts/none', '/dashboards/none/charts/text'])
      expect((await request('POST', path, {})).status).toBe(404);
  });

  test('tables come page by page', async () => {
    const { call } = await filled();
    await call('POST', '/dashboards', source);
    const page = (pageNumber: number) => call('POST', '/dashboards/loads/charts/labelled', { pageNumber, pageSize: 1 });
    const row = { flow: 'good', team: 'sales' };
    expect(await Promise.all([1, 2, 3].map(page))).toMatchObject([
      { results: [row], total: 2 },
      { results: [row], total: 2 },
      { results: [], total: 2 },
    ]);
  });

  test('their rows are exported as CSV, in which no field is a formula', async () => {
    const { call, request } = await filled();
    await call('POST', '/dashboards', source);
    const exported = await request('POST', '/dashboards/loads/charts/labelled/export/to-csv', {});
    expect(exported.text).toBe("Flow,'=Team\r\ngood,sales\r\ngood,sales\r\n");
    expect(exported.headers.get('content-disposition')).toContain('labelled.csv');
    const body = { chart: JSON.stringify(table('Flows', { id: { field: 'ID' } })) };
    expect((await request('POST', '/dashboards/charts/export/to-csv', body)).text).toBe('id\r\nbad\r\ngood\r\n');
  });

  test('logs, metrics, triggers and flows are shown as executions are', async () => {
    const { preview } = await filled();
    const total = { agg: 'COUNT' };
    const where = [{ field: 'MESSAGE', type: 'EQUAL_TO', value: 'said' }];
    expect(await preview(table('Logs', { level: { field: 'LEVEL' }, total }, { where }))).toEqual([
      { level: 'INFO', total: 2 },
    ]);
    const lengths = { where: [{ field: 'NAME', type: 'EQUAL_TO', value: 'length' }] };
    expect(await preview(table('Metrics', { sum: { field: 'VALUE', agg: 'SUM' } }, lengths))).toEqual([{ sum: 8 }]);
    expect(await preview(table('Triggers', { id: { field: 'ID' }, next: { field: 'NEXT_EXECUTION_DATE' } }))).toEqual([
      { id: 'yearly', next: expect.stringMatching(/-01-01T00:00:00.000Z$/) },
    ]);
    expect(await preview(table('Flows', { id: { field: 'ID' } }), { namespace: 'prod' })).toEqual([{ id: 'good' }]);
  });

  test('a source that is wrong has no preview', async () => {
    const { request } = await filled();
    const refused = await request('POST', '/dashboards/charts/preview', { chart: 'id: x' });
    expect([refused.status, refused.json.message]).toEqual([
      422,
      'Invalid entity: Invalid Chart: type: must not be null',
    ]);
  });

  test('who is bound to a namespace sees what ran in it, whatever the chart asks for', async () => {
    const { tenant, call, preview } = await filled();
    await call('POST', '/dashboards', source);
    const everywhere = await newMember(tenant, [{ DASHBOARD: ['VIEW'] }, undefined]);
    const reader = await newMember(
      tenant,
      [{ DASHBOARD: ['VIEW'] }, undefined],
      [{ EXECUTION: ['LIST', 'ACCESS_LOGS', 'VIEW'], FLOW: ['LIST'], TRIGGER: ['LIST'] }, 'other'],
    );
    const as = (who: { readonly token: string }, path: string, body: object) =>
      server.call('POST', path, { tenant, as: who, body });

    const state = '/dashboards/loads/charts/by-state';
    expect((await as(reader, state, {})).results).toEqual([{ state: 'FAILED', namespace: 'other', total: 1 }]);
    expect((await as(reader, state, { namespace: 'prod' })).results).toEqual([]);
    expect((await as(everywhere, state, {})).results).toEqual([]);
    for (const [of, field] of [
      ['Executions', 'NAMESPACE'],
      ['Logs', 'NAMESPACE'],
      ['Metrics', 'NAMESPACE'],
      ['Triggers', 'NAMESPACE'],
      ['Flows', 'NAMESPACE'],
    ] as const) {
      const body = { chart: JSON.stringify(table(of, { namespace: { field } })) };
      const shown = JSON.stringify((await as(reader, '/dashboards/charts/preview', body)).results);
      expect(shown, of).not.toContain('prod');
      expect(JSON.stringify(await preview(table(of, { namespace: { field } }))), of).toContain('prod');
    }
    for (const method of ['PUT', 'DELETE']) {
      const refused = await server.request(method, '/dashboards/loads', { tenant, as: reader, body: source });
      expect(refused.status).toBe(403);
    }
  });

  test('who may see what ran in a namespace previews charts of it without any right to dashboards', async () => {
    const { tenant } = await filled();
    const runs = await newMember(tenant, [{ EXECUTION: ['LIST'] }, 'other']);
    const secrets = await newMember(tenant, [{ SECRET: ['LIST'] }, undefined]);
    const body = { chart: JSON.stringify(table('Executions', { namespace: { field: 'NAMESPACE' } })) };
    const preview = (as: { readonly token: string }) =>
      server.request('POST', '/dashboards/charts/preview', { tenant, as, body });

    expect((await preview(runs)).json.results).toEqual([{ namespace: 'other' }]);
    expect((await preview(secrets)).status).toBe(403);
    expect((await server.request('GET', '/dashboards', { tenant, as: runs })).status).toBe(403);
  });
});

/** Somebody with a role for each of the grants. */
async function newMember(
  tenant: string,
  ...grants: (readonly [permissions: Record<string, string[]>, namespaceId: string | undefined])[]
): Promise<{ readonly token: string }> {
  const username = `reader-${crypto.randomUUID()}`;
  const user = await server.call('POST', '/users', { body: { username, tenants: [tenant] } });
  for (const [index, [permissions, namespaceId]] of grants.entries()) {
    const role = await server.call('POST', '/roles', { tenant, body: { name: `${username} ${index}`, permissions } });
    const body = { type: 'USER', externalId: user.id, roleId: role.id, namespaceId };
    await server.call('POST', '/bindings', { tenant, body });
  }
  const made = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  return { token: made.fullToken };
}
