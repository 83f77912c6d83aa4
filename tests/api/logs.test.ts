/** Log lines of executions: found, filtered and deleted as clients ask, and nothing besides. */
import { aFlow, logTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

// oxlint-disable-next-line typescript/no-explicit-any -- replies of any shape
type Any = any;

async function logged(tenant: string): Promise<Any> {
  const tasks = [
    { ...logTask('Good morning', 'one'), level: 'INFO' },
    { ...logTask('It broke', 'two'), level: 'ERROR' },
    { ...logTask('Details', 'three'), level: 'DEBUG' },
  ];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'logs', namespace: 'a', tasks }) });
  return server.call('POST', '/executions/a/logs?wait=true', { tenant });
}

const tasksOf = (lines: Any): string[] => lines.map((line: Any) => line.taskId ?? '-');

test.each([
  ['filters[level][GREATER_THAN_OR_EQUAL_TO]=ERROR', ['two']],
  ['filters[level][EQUALS]=INFO', ['one', 'two', '-']],
  ['filters[level][NOT_EQUALS]=INFO', ['three']],
  ['filters[level][EQUALS]=DEBUG&filters[level][NOT_EQUALS]=ERROR', ['one', 'three', '-']],
  ['minLevel=ERROR', ['two']],
  ['filters[q][EQUALS]=BROKE', ['two']],
  ['filters[taskId][EQUALS]=one', ['one']],
  ['filters[taskId][IN]=one,three', ['one', 'three']],
  ['filters[taskId][NOT_EQUALS]=one&filters[taskId][STARTS_WITH]=t', ['two', 'three']],
  ['filters[attemptNumber][IN]=0,1', ['one', 'two', 'three']],
  ['filters[attemptNumber][EQUALS]=0', ['one', 'two', 'three']],
  ['attempt=1', []],
])('lines of an execution by %s', async (query, expected) => {
  const tenant = await server.newTenant();
  const { id } = await logged(tenant);

  expect(tasksOf(await server.call('GET', `/logs/${id}?${query}`, { tenant }))).toEqual(expected);
  const text = (await server.request('GET', `/logs/${id}/download?${query}`, { tenant })).text;
  expect(text.split('\n')).toHaveLength(expected.length + 1);
});

test.each([
  'filters[level][IN]=INFO,DEBUG',
  'filters[level][NOT_EQUALS]=LOUD',
  'filters[level][EQUALS]=LOUD',
  'filters[taskId][GREATER_THAN]=o',
  'filters[attemptNumber][EQUALS]=first',
])('%s is refused, not taken for no filter', async (query) => {
  const tenant = await server.newTenant();
  const { id } = await logged(tenant);

  expect((await server.request('GET', `/logs/${id}?${query}`, { tenant })).status).toBe(422);
});

test.each([
  ['taskId=one', ['two', 'three', '-']],
  ['attempt=0', ['-']],
  ['attempt=1', ['one', 'two', 'three', '-']],
  ['minLevel=INFO&taskId=three', ['one', 'two', 'three', '-']],
  ['minLevel=INFO', ['three']],
  ['', []],
])('deleting lines with %s leaves %j', async (query, left) => {
  const tenant = await server.newTenant();
  const { id } = await logged(tenant);

  expect((await server.request('DELETE', `/logs/${id}?${query}`, { tenant })).status).toBe(200);

  expect(tasksOf(await server.call('GET', `/logs/${id}`, { tenant }))).toEqual(left);
});

test('a search gives the newest first, or the oldest', async () => {
  const tenant = await server.newTenant();
  await logged(tenant);
  const search = async (query: string) =>
    tasksOf((await server.call('GET', `/logs/search?${query}`, { tenant })).results);

  expect(await search('size=2')).toEqual(['-', 'three']);
  expect(await search('size=2&sort=timestamp:asc')).toEqual(['one', 'two']);
  expect(await search('sort=timestamp:desc&filters[scope][EQUALS]=USER&minLevel=ERROR')).toEqual(['two']);
});
