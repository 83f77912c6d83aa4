/** What scripts started outside a sandbox does not outlive the server that ran them, however it ends, nor the execution that is killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, eventually, startServer, type TestServer } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';

/** Each notes its number: in the group, in a session of its own, and in one that hides what it belongs to. */
const commands = (pids: string): readonly string[] => [
  `echo $$ >> ${pids}`,
  `sleep 600 & echo $! >> ${pids}`,
  `setsid sh -c 'echo $$ >> ${pids}; exec sleep 600' & `,
  `sh -c 'env -i setsid sh -c "echo \\$\\$ >> ${pids}; exec sleep 600" & wait' &`,
  'wait',
];
const eachRun = 4;

function aFolder(): { readonly folder: string; start(): Promise<TestServer> } {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    start: () =>
      startServer({
        kind: 'process',
        dataDirectory: join(folder, 'data'),
        configuration: { 'kestra.tasks.isolation': 'none' },
      }),
  };
}

/** A server with an execution whose scripts are all there. */
async function runScripts() {
  const { folder, start } = aFolder();
  const pids = join(folder, 'pids');
  const server = await start();
  const script = { id: 'script', type: 'io.kestra.plugin.scripts.shell.Commands', commands: commands(pids) };
  await server.call('POST', '/flows', { body: aFlow({ id: 'scripts', tasks: [script] }) });
  const { id } = await server.call('POST', '/executions/company.team/scripts');
  await eventually(async () => expect(await numbersIn(pids)).toHaveLength(eachRun));
  return { start, server, id: id as string, pids, before: await numbersIn(pids) };
}

async function numbersIn(pids: string): Promise<readonly number[]> {
  const text = await readFile(pids, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map(Number);
}

function alive(pids: readonly number[]): Promise<readonly number[]> {
  const states = pids.map(async (pid) => [pid, await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')] as const);
  return Promise.all(states).then((all) => all.filter(([, stat]) => /\) [^ZX]/.test(stat)).map(([pid]) => pid));
}

test('a kill -9 of the server ends what its scripts had started, before any server is there again', async () => {
  const { start, server, id, pids, before } = await runScripts();
  expect(await alive(before)).toHaveLength(eachRun);

  await server.kill9();

  await eventually(async () => expect(await alive(before)).toEqual([]));
  const next = await start();
  await eventually(async () => expect(await numbersIn(pids)).toHaveLength(2 * eachRun));
  const { taskRunList } = await next.call('GET', `/executions/${id}`);
  expect(taskRunList[0].attempts).toHaveLength(2);
});

test('the kill of an execution ends what its scripts had started', async () => {
  const { server, id, before } = await runScripts();

  await server.call('DELETE', `/executions/${id}/actions/kill`);

  await eventually(async () => expect(await alive(before)).toEqual([]), { timeoutMs: 20_000 });
  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('KILLED'));
});
