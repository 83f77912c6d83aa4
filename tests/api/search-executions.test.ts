/** Executions found and changed by query, as clients ask for them. */
import { aFlow, eventually, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

test('a key repeats the start of its flow, and of no other', async () => {
  const tenant = await server.newTenant();
  for (const id of ['one', 'two']) await server.call('POST', '/flows', { tenant, body: aFlow({ id, namespace: 'a' }) });
  const start = async (flow: string, key: string): Promise<string> =>
    (await server.call('POST', `/executions/a/${flow}`, { tenant, headers: { 'idempotency-key': key } })).id;

  const first = await start('one', 'key');

  expect(await start('one', 'key')).toBe(first);
  expect(await start('one', 'other')).not.toBe(first);
  const other = await server.call('GET', `/executions/${await start('two', 'key')}`, { tenant });
  expect(other.flowId).toBe('two');
});

test('executions that others started are told from the rest, in lists and in operations by query', async () => {
  const tenant = await server.newTenant();
  const call = { id: 'call', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'a', flowId: 'child' };
  await server.call('POST', '/flows', {
    tenant,
    body: aFlow({ id: 'child', namespace: 'a', tasks: [returnTask('x')] }),
  });
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'parent', namespace: 'a', tasks: [call] }) });
  const parent = await server.call('POST', '/executions/a/parent?wait=true', { tenant });
  const flowsOf = async (query: string): Promise<string[]> => {
    const { results } = await server.call('GET', `/executions/search?${query}`, { tenant });
    return results.map(({ flowId }: { flowId: string }) => flowId);
  };

  expect(await flowsOf('filters[childFilter][EQUALS]=CHILD')).toEqual(['child']);
  expect(await flowsOf('childFilter=MAIN')).toEqual(['parent']);
  expect(await flowsOf('filters[childFilter][NOT_EQUALS]=CHILD')).toEqual(['parent']);
  expect((await server.request('GET', '/executions/search?childFilter=SOME', { tenant })).status).toBe(422);

  const path = '/executions/by-query?filters[childFilter][EQUALS]=CHILD';
  expect(await server.call('DELETE', path, { tenant })).toMatchObject({ count: 1 });
  expect(await flowsOf('')).toEqual(['parent']);
  expect((await server.request('GET', `/executions/${parent.id}`, { tenant })).status).toBe(200);
});

test('an interval applies to the start of executions, to their end, or to either', async () => {
  const tenant = await server.newTenant();
  const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'long', namespace: 'a', tasks: [pause] }) });
  const { id } = await server.call('POST', '/executions/a/long', { tenant });
  const started = await eventually(async () => {
    const execution = await server.call('GET', `/executions/${id}`, { tenant });
    expect(execution.state.current).toBe('PAUSED');
    return Date.parse(execution.state.startDate);
  });
  await eventually(() => expect(Date.now()).toBeGreaterThan(started + 1));
  await server.request('POST', `/executions/${id}/resume`, { tenant });
  const ended = await eventually(async () => {
    const { state } = await server.call('GET', `/executions/${id}`, { tenant });
    expect(state.current).toBe('SUCCESS');
    return Date.parse(state.endDate);
  });
  const totalOf = async (from: number, to: number, more: string): Promise<number> => {
    const interval = `startDate=${new Date(from).toISOString()}&endDate=${new Date(to).toISOString()}`;
    return (await server.call('GET', `/executions/search?${interval}&${more}`, { tenant })).total;
  };
  const totals = async (from: number, to: number): Promise<number[]> => {
    const choices = ['START_DATE', 'END_DATE', 'START_OR_END_DATE'].map((date) => `dateFilter=${date}`);
    return Promise.all(['', ...choices].map((choice) => totalOf(from, to, choice)));
  };

  expect(await totals(started, ended)).toEqual([1, 1, 1, 1]);
  expect(await totals(started, started)).toEqual([0, 1, 0, 1]);
  expect(await totals(started + 1, ended)).toEqual([0, 0, 1, 1]);
  expect(await totals(started + 1, ended - 1)).toEqual([0, 0, 0, 0]);
  expect(await totals(ended + 1, ended + 9)).toEqual([0, 0, 0, 0]);
  expect((await server.request('GET', '/executions/search?dateFilter=ANY', { tenant })).status).toBe(422);
  const twice = 'startDate=2026-01-01T00:00:00Z&timeRange=PT1H&dateFilter=START_OR_END_DATE';
  expect((await server.request('GET', `/executions/search?${twice}`, { tenant })).status).toBe(422);
});

test.each([
  ['2035-01-01T00:00:00Z', '2035-01-01T00:00:00Z'],
  ['2035-01-01T02:00:00.000+02:00', '2035-01-01T00:00:00Z'],
  ['2035-01-01T00:00', '2035-01-01T00:00:00Z'],
  ['2035-01-01T00:00:30', '2035-01-01T00:00:30Z'],
  ['2035-01-01T00:00:00.500', '2035-01-01T00:00:00.500Z'],
])('the date %s is that of %s, for a start, a search and sums of metrics', async (text, meant) => {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'later', namespace: 'a' }) });
  const query = (name: string): string => `${name}=${encodeURIComponent(text)}`;

  const started = await server.call('POST', `/executions/a/later?${query('scheduleDate')}`, { tenant });
  const begun = await server.call('GET', `/executions/search?${query('filters[startDate][LESS_THAN]')}`, { tenant });
  const sums = await server.request('GET', `/metrics/aggregates/a/later/none?${query('endDate')}`, { tenant });

  expect(Date.parse(started.scheduleDate)).toBe(Date.parse(meant));
  expect(begun.total).toBe(1);
  expect(sums.status).toBe(200);
});

test('the values of a field are told of what matches, labels as filters take them', async () => {
  const tenant = await server.newTenant();
  const flow = aFlow({ id: 'valued', namespace: 'a', labels: { team: 'data' } });
  await server.call('POST', '/flows', { tenant, body: flow });
  const start = (query: string) => server.call('POST', `/executions/a/valued?wait=true&${query}`, { tenant });
  const [first, second] = [await start('labels=env:prod'), await start('labels=env:test')];
  const valuesOf = (field: string, more = ''): Promise<string[]> =>
    server.call('GET', `/executions/distinct-field-values?field=${field}${more}`, { tenant });

  expect(await valuesOf('id')).toEqual([first.id, second.id]);
  expect([await valuesOf('flowRevision'), await valuesOf('kind'), await valuesOf('parentId')]).toEqual([
    ['1'],
    ['NORMAL'],
    [],
  ]);
  const labels = await valuesOf('labels');
  expect(labels).toEqual(expect.arrayContaining(['env:prod', 'env:test', 'team:data']));
  expect(await valuesOf('id', `&filters[labels][EQUALS]=${labels.find((text) => text === 'env:test')}`)).toEqual([
    second.id,
  ]);
  expect(await valuesOf('id', '&size=1')).toHaveLength(1);
});

test.each(['/executions/export/by-query/csv', '/triggers/export/by-query/csv', '/auditlogs/export'])(
  'what a filter does not take is refused by %s, too',
  async (path) => {
    const tenant = await server.newTenant();

    const { status, json } = await server.request('GET', `${path}?filters[namespace][GREATER_THAN]=a`, { tenant });

    expect([status, json.message]).toEqual([422, "Illegal argument: filter 'namespace' does not support GREATER_THAN"]);
  },
);
