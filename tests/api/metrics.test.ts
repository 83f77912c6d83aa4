import { aFlow, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
});

/** A tenant with a flow whose tasks measure the length of what they return, and an execution of it. */
async function ran(): Promise<{ tenant: string; executionId: string }> {
  const tenant = await server.newTenant();
  const tasks = [returnTask('four', 'short'), returnTask('eleven more', 'long')];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'measured', namespace: 'a', tasks }) });
  return { tenant, executionId: await run(tenant) };
}

async function run(tenant: string): Promise<string> {
  const { id } = await server.call('POST', '/executions/a/measured?wait=true', { tenant, body: new FormData() });
  return id;
}

test('what the tasks of an execution measured is shown with whose it is', async () => {
  const { tenant, executionId } = await ran();

  const { results, total } = await server.call('GET', `/metrics/${executionId}`, { tenant });
  const byValue = await server.call('GET', `/metrics/${executionId}?sort=value:desc&size=1`, { tenant });
  const ofTask = await server.call('GET', `/metrics/${executionId}?taskId=short`, { tenant });
  const ofRun = await server.call('GET', `/metrics/${executionId}?taskRunId=${results.at(-1).taskRunId}`, { tenant });

  expect(total).toBe(4);
  expect(results[0]).toEqual({
    namespace: 'a',
    flowId: 'measured',
    taskId: 'short',
    executionId,
    taskRunId: expect.any(String),
    type: 'counter',
    name: 'length',
    value: 4,
    timestamp: expect.any(String),
  });
  expect(byValue.results.map(({ value }: { value: number }) => value)).toEqual([11]);
  expect(ofTask.results.map(({ name, type }: never) => [name, type])).toEqual([
    ['length', 'counter'],
    ['duration', 'timer'],
  ]);
  expect(ofRun.results.map(({ taskId }: { taskId: string }) => taskId)).toEqual(['long', 'long']);
});

test('names, tasks and sums are those of the flow', async () => {
  const { tenant } = await ran();
  await run(tenant);
  const latest = async (path: string): Promise<unknown> => {
    const { groupBy, aggregations } = await server.call('GET', path, { tenant });
    return [groupBy, aggregations.at(-1).value];
  };

  expect(await server.call('GET', '/metrics/names/a/measured', { tenant })).toEqual(['duration', 'length']);
  expect(await server.call('GET', '/metrics/names/a/measured/none', { tenant })).toEqual([]);
  expect(await server.call('GET', '/metrics/tasks/a/measured', { tenant })).toEqual(['long', 'short']);
  expect(await latest('/metrics/aggregates/a/measured/length')).toEqual(['day', 30]);
  expect(await latest('/metrics/aggregates/a/measured/length?aggregation=max')).toEqual(['day', 11]);
  expect(await latest('/metrics/aggregates/a/measured/short/length?aggregation=avg')).toEqual(['day', 4]);
  const wrong = '/metrics/aggregates/a/measured/length?startDate=2026-01-02T00:00:00Z&endDate=2026-01-01T00:00:00Z';
  expect((await server.request('GET', wrong, { tenant })).status).toBe(422);
});

test('metrics go with their execution', async () => {
  const { tenant, executionId } = await ran();

  await server.call('DELETE', `/executions/${executionId}`, { tenant });

  expect((await server.request('GET', `/metrics/${executionId}`, { tenant })).status).toBe(404);
  expect(await server.call('GET', '/metrics/names/a/measured', { tenant })).toEqual([]);
});
