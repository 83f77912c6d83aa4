/** An error that no code of the server owns: it is told, what runs may end, and the process goes, for its supervisor to start anew. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aFlow, eventually, returnTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';

/** Servers on one folder, in each of which SIGUSR2 does what `stray` says. */
function startsWith(stray: string): () => Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-uncaught-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const preload = join(folder, 'stray.mjs');
  writeFileSync(preload, `process.on('SIGUSR2', () => { ${stray} });`);
  return () =>
    startServer({
      kind: 'process',
      dataDirectory: folder,
      configuration: { 'kestra.server.termination-grace-period': '30s' },
      env: { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` },
    });
}

test.each([
  ['thrown', "throw new TypeError('astray');"],
  ['of a promise that nobody awaits', "void Promise.reject(new TypeError('astray'));"],
])('after an error %s a server lets tasks end, takes no more, and exits with 1', async (_, stray) => {
  const start = startsWith(stray);
  const server = await start();
  const tasks = [sleepTask('PT2S'), returnTask('there', 'after')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'slow', namespace: 'company', tasks }) });
  const { id } = await server.call('POST', '/executions/company/slow');
  await eventually(async () =>
    expect((await server.call('GET', `/executions/${id}`)).taskRunList[0]?.state.current).toBe('RUNNING'),
  );

  server.signal('SIGUSR2');
  const code = await server.ended();

  expect(code).toBe(1);
  expect(server.printed()).toMatch(/ ERROR .*: TypeError: astray\n +at process\.<anonymous> \(.*stray\.mjs/);
  const next = await start();
  await eventually(async () => expect((await next.call('GET', `/executions/${id}`)).state.current).toBe('SUCCESS'));
  const { taskRunList } = await next.call('GET', `/executions/${id}`);
  expect(taskRunList.map((run: { attempts: unknown[] }) => run.attempts.length)).toEqual([1, 1]);
});
