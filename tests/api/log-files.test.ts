/** Logs of attempts as files of internal storage. */
import {
  aFlow,
  eventually,
  executionFile,
  logMessages,
  logTask,
  startServer,
  type TestServer,
  type TaskParts,
} from '@windhover/testing';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

async function enter(...tasks: readonly TaskParts[]) {
  return enterOn(await startServer(), tasks);
}

async function enterOn(server: TestServer, tasks: readonly TaskParts[]) {
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks }) });
  const lines = (id: string): Promise<string[]> => logMessages(server, id);
  const file = (id: string, uri: string): Promise<string> => executionFile(server, id, uri);
  return { server, lines, file };
}

const toFile = { logToFile: true };
const shell = (...commands: string[]) => ({ id: 'shell', type: 'io.kestra.plugin.scripts.shell.Commands', commands });

test('each attempt has a file of its own, with what it said and only there', async () => {
  const retry = { type: 'constant', interval: 'PT0.01S', maxAttempts: 2 };
  const { server, lines, file } = await enter(
    { ...logTask('said by a task'), ...toFile },
    { ...shell('echo attempt {{ taskrun.attemptsCount }}', 'exit 1'), ...toFile, retry },
  );

  const { id, taskRunList } = await server.call('POST', '/executions/company.team/flow?wait=true');

  const [said, tried] = taskRunList.map(({ attempts }: { attempts: { logFile: string }[] }) => attempts);
  expect(await file(id, said[0].logFile)).toMatch(/^\S+Z INFO said by a task\n$/);
  expect(await file(id, tried[0].logFile)).toContain('INFO attempt 0\n');
  expect(await file(id, tried[1].logFile)).toContain('ERROR Command failed with exit code 1');
  const kept = (await lines(id)).join('\n');
  expect(kept).not.toContain('said by a task');
  expect(kept).not.toContain('attempt 0');
});

test('a task of a WorkingDirectory has one too, in which secrets are masked', async () => {
  const directory = {
    id: 'directory',
    type: 'io.kestra.plugin.core.flow.WorkingDirectory',
    tasks: [{ ...shell("echo word {{ secret('WORD') }}"), ...toFile }],
  };
  const { server, file } = await enter(directory);
  await server.call('PUT', '/namespaces/company.team/secrets', { body: { key: 'WORD', value: 'confidential' } });

  const { id, taskRunList } = await server.call('POST', '/executions/company.team/flow?wait=true');

  expect(await file(id, taskRunList[1].attempts[0].logFile)).toContain('INFO word ********\n');
});

test('a killed attempt keeps what it said until then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-log-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mark = join(folder, 'said');
  // Which nobody would see made in a sandbox
  const server = await startServer({ configuration: { 'kestra.tasks.isolation': 'none' } });
  const { file } = await enterOn(server, [{ ...shell('echo ready', `touch ${mark}`, 'sleep 60'), ...toFile }]);
  const { id } = await server.call('POST', '/executions/company.team/flow');
  const find = () => server.call('GET', `/executions/${id}`);
  await eventually(() => expect(existsSync(mark)).toBe(true));
  await server.call('DELETE', `/executions/${id}/kill`);

  const attempt = await eventually(async () => {
    const { state, taskRunList } = await find();
    expect(state.current).toBe('KILLED');
    return taskRunList[0].attempts[0];
  });

  expect(attempt.state.current).toBe('KILLED');
  expect(await file(id, attempt.logFile)).toContain('INFO ready');
});
