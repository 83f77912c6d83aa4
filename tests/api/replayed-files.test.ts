/** Replays are given outputs of what they are made from: files stay while one of them reads them, and go with the last. */
import { globSync } from 'node:fs';
import { aFlow, eventually, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const core = 'io.kestra.plugin.core';
const write = { id: 'write', type: `${core}.storage.Write`, content: 'forty-two' };
const read = { id: 'read', type: `${core}.debug.Return`, format: '{{ read(outputs.write.uri) }}' };

interface Execution {
  readonly id: string;
  readonly state: { readonly current: string };
  readonly taskRunList: readonly {
    readonly id: string;
    readonly taskId: string;
    readonly outputs?: { readonly uri?: string; readonly value?: string };
  }[];
}

async function firstOf(id: string, tasks: readonly TaskParts[] = [write, read]): Promise<Execution> {
  await server.call('POST', '/flows', { body: aFlow({ id, tasks }) });
  return server.call('POST', `/executions/company.team/${id}?wait=true`);
}

const taskRun = (execution: Execution, id: string) => execution.taskRunList.find(({ taskId }) => taskId === id)!;

/** Begins at the task that reads; resolves with its end. */
async function replayOf(execution: Execution): Promise<Execution> {
  const from = taskRun(execution, 'read').id;
  const { id } = await server.call('POST', `/executions/${execution.id}/actions/replay?taskRunId=${from}`);
  return eventually(async () => {
    const replay = (await server.call('GET', `/executions/${id}`)) as Execution;
    expect(['SUCCESS', 'FAILED']).toContain(replay.state.current);
    return replay;
  });
}

const remove = ({ id }: Execution, query = '') => server.call('DELETE', `/executions/${id}${query}`);

async function download({ id }: Execution, uri: string | undefined): Promise<number> {
  return (await server.request('GET', `/executions/${id}/file?path=${encodeURIComponent(uri!)}`)).status;
}

/** Which of the executions have files. */
function withFiles(...executions: readonly Execution[]): readonly string[] {
  const paths = globSync('**/executions/*/tasks/**/*.*', { cwd: server.dataDirectory });
  return executions.map(({ id }) => id).filter((id) => paths.some((path) => path.includes(`/${id}/`)));
}

test('a replay of a replay reads the files of an original that was deleted, and its page shows them', async () => {
  const original = await firstOf('kept');
  const replay = await replayOf(original);
  await remove(original);

  const again = await replayOf(replay);

  expect([again.state.current, taskRun(again, 'read').outputs?.value]).toEqual(['SUCCESS', 'forty-two']);
  expect(await download(again, taskRun(original, 'write').outputs?.uri)).toBe(200);
});

test('files go with the last execution that may read them, whatever the order', async () => {
  const original = await firstOf('last');
  const replay = await replayOf(original);
  const again = await replayOf(replay);

  await remove(replay);
  await remove(original);
  expect(withFiles(original)).toEqual([original.id]);
  await remove(again);

  expect(withFiles(original, replay, again)).toEqual([]);
});

test('those that are to outlive their execution outlive its replays', async () => {
  const original = await firstOf('stays');
  const replay = await replayOf(original);

  await remove(original, '?deleteStorage=false');
  await remove(replay);

  expect(withFiles(original)).toEqual([original.id]);
});

test('files of iterations stay with the execution that they are part of', async () => {
  const loop = {
    id: 'loop',
    type: `${core}.flow.Loop`,
    values: ['one'],
    tasks: [write],
    outputs: [{ id: 'uri', type: 'STRING', value: '{{ outputs.write.uri }}' }],
  };
  const first = { ...read, format: '{{ outputs.loop }}' };
  const original = await firstOf('loops', [loop, first]);
  const uri = /kestra:[^"]+/.exec(taskRun(original, 'read').outputs!.value!)![0];
  const replay = await replayOf(original);
  const paths = () => globSync('**/executions/*/tasks/write/**/*.*', { cwd: server.dataDirectory });
  const isThere = () => paths().some((path) => uri.endsWith(path.slice(path.lastIndexOf('/executions/'))));
  expect(isThere()).toBe(true);

  await remove(original);
  expect([isThere(), await download(replay, uri)]).toEqual([true, 200]);
  await remove(replay);

  expect(isThere()).toBe(false);
});

test('a purge keeps files that a replay reads', async () => {
  const original = await firstOf('purged');
  const replay = await replayOf(original);
  const purge = { id: 'purge', type: `${core}.execution.PurgeExecutions`, flowId: 'purged', namespace: 'company.team' };
  const { endDate } = (await server.call('GET', `/executions/${original.id}`)).state;

  const purged = await firstOf('purges', [{ ...purge, endDate: new Date(Date.parse(endDate) + 1).toISOString() }]);

  expect(purged.state.current).toBe('SUCCESS');
  expect((await server.request('GET', `/executions/${original.id}`)).status).toBe(404);
  expect(await download(replay, taskRun(original, 'write').outputs?.uri)).toBe(200);
});
