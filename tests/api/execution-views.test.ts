/** Parts of an execution as clients ask for them: its files in other forms, its task runs by what they are. */
import { aFlow, returnTask, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function run(tasks: readonly TaskParts[], id: string) {
  await server.call('POST', '/flows', { body: aFlow({ id, tasks }) });
  return server.call('POST', `/executions/company.team/${id}?wait=true`);
}

/** An execution that has written a file, and the part of a query that names it. */
async function wrote(id: string, content: string, extension: string) {
  const write = { id: 'write', type: 'io.kestra.plugin.core.storage.Write', content, extension };
  const execution = await run([write], id);
  return {
    path: `/executions/${execution.id}/file`,
    at: `path=${encodeURIComponent(execution.taskRunList[0].outputs.uri)}`,
  };
}

test('records of a file of Ion are downloaded as lines of JSON', async () => {
  const { path, at } = await wrote('ion', '{id:1,name:"a"}\n{id:2,name:null}\n', '.ion');

  const lines = await server.request('GET', `${path}?${at}&format=JSONL`);
  const raw = await server.request('GET', `${path}?${at}&format=RAW`);

  expect(lines.text).toBe('{"id":1,"name":"a"}\n{"id":2,"name":null}\n');
  expect(lines.headers.get('content-type')).toContain('application/x-ndjson');
  expect(raw.text).toBe('{id:1,name:"a"}\n{id:2,name:null}\n');
});

test('a file that is no Ion is not taken apart, and a character set that nobody knows is refused', async () => {
  const { path, at } = await wrote('plain', 'é', '.txt');
  const refusal = async (query: string) => {
    const { status, json } = await server.request('GET', `${path}${query}`);
    return [status, json.message];
  };

  expect(await refusal(`?${at}&format=JSONL`)).toEqual([422, expect.stringContaining('is no file of Ion')]);
  expect(await refusal(`/preview?${at}&encoding=nonsense`)).toEqual([422, expect.stringContaining("'nonsense'")]);
  const latin = await server.call('GET', `${path}/preview?${at}&maxRows=1&encoding=ISO-8859-1`);
  expect([latin.content, latin.type]).toEqual(['Ã©', 'TEXT']);
});

test('task runs are paged through by task, value and state', async () => {
  const each = {
    id: 'each',
    type: 'io.kestra.plugin.core.flow.ForEach',
    values: ['a', 'b', 'c'],
    tasks: [returnTask('{{ taskrun.value }}', 'inner')],
  };
  const { id } = await run([each, returnTask('x', 'last')], 'many');
  const found = async (query: string) => {
    const { results, total } = await server.call('GET', `/executions/${id}/taskruns?${query}`);
    return [total, results.map(({ taskId, value = '' }: { taskId: string; value?: string }) => taskId + value)];
  };

  expect(await found('filters[taskId][EQUALS]=inner&size=2')).toEqual([3, ['innera', 'innerb']]);
  expect(await found('filters[taskId][EQUALS]=inner&size=2&page=2')).toEqual([3, ['innerc']]);
  expect(await found('filters[value][IN]=b,c')).toEqual([2, ['innerb', 'innerc']]);
  expect(await found('filters[state][NOT_EQUALS]=SUCCESS')).toEqual([0, []]);
  expect((await server.request('GET', `/executions/${id}/taskruns?filters[nothing][EQUALS]=x`)).status).toBe(422);
});
