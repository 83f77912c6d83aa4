/** Tasks that name a worker group run in a process beside the server, and everything comes back. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, executionFile, fileForm, startServer, type TestServer, type TestWorker } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aWorker, ended, get, linesOf, newGroup, shell, start } from './worker-groups.ts';

let server: TestServer;
let worker: TestWorker;
let workerGroup: { readonly key: string };
beforeAll(async () => {
  server = await startServer();
  const group = await newGroup(server);
  workerGroup = { key: group.id };
  worker = await aWorker(server, group, { threads: 4 });
});
afterAll(async () => {
  await worker.stop();
  await server.stop();
});

/** Every working directory of the worker begins so. */
const isOfWorker = (line: string): boolean => line.startsWith(join(worker.directory, 'tmp', 'run-'));

test('a script runs in a directory of the worker, and its lines, outputs and files arrive', async () => {
  const id = await start(server, {
    tasks: [
      { id: 'make', type: shell, commands: ['printf hello > greeting.txt'], outputFiles: ['greeting.txt'] },
      {
        id: 'script',
        type: shell,
        workerGroup,
        inputFiles: { 'in.txt': '{{ outputs.make.outputFiles["greeting.txt"] }}' },
        outputFiles: ['*.out'],
        commands: [
          'pwd',
          'cat in.txt > copy.out',
          `echo '::{"outputs":{"answer":42},"metrics":[{"name":"rows","type":"counter","value":7}]}::'`,
        ],
      },
    ],
  });
  const execution = await ended(server, id);

  expect(execution.state.current).toBe('SUCCESS');
  expect((await linesOf(server, id)).some(isOfWorker)).toBe(true);
  const { outputs } = execution.taskRunList[1];
  expect(outputs.vars).toEqual({ answer: 42 });
  expect(await executionFile(server, id, outputs.outputFiles['copy.out'])).toBe('hello');
  const { results } = await server.call('GET', `/metrics/${id}`);
  expect(results).toMatchObject([{ name: 'rows', value: 7, taskId: 'script' }]);
  await eventually(async () => {
    expect((await readdir(join(worker.directory, 'tmp'))).filter((name) => name.startsWith('run-'))).toEqual([]);
  });
});

test('a large file arrives as it was made', async () => {
  const id = await start(server, {
    tasks: [
      {
        id: 'script',
        type: shell,
        workerGroup,
        outputFiles: ['large.bin', 'sum.txt'],
        commands: ['head -c 20000000 /dev/urandom > large.bin', 'sha256sum < large.bin | cut -c1-64 > sum.txt'],
      },
    ],
  });
  const { outputFiles } = (await ended(server, id)).taskRunList[0].outputs;

  const path = encodeURIComponent(outputFiles['large.bin']);
  const { username, password } = server.admin;
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const reply = await fetch(`${server.url}/api/v1/executions/${id}/file?path=${path}`, { headers });
  const digest = createHash('sha256')
    .update(new Uint8Array(await reply.arrayBuffer()))
    .digest('hex');
  expect(digest).toBe((await executionFile(server, id, outputFiles['sum.txt'])).trim());
});

test('the tasks of a WorkingDirectory share a directory on one worker, with its files and its cache', async () => {
  await server.call('POST', '/namespaces/company.team/files?path=/shared.txt', { body: fileForm('of the namespace') });
  const flow = {
    tasks: [
      {
        id: 'dir',
        type: 'io.kestra.plugin.core.flow.WorkingDirectory',
        workerGroup,
        namespaceFiles: { enabled: true },
        inputFiles: { 'given.txt': 'given' },
        outputFiles: ['made.txt'],
        cache: { patterns: ['kept/*'] },
        tasks: [
          { id: 'first', type: shell, commands: ['pwd', 'cat given.txt shared.txt > made.txt'] },
          {
            id: 'second',
            type: shell,
            commands: ['pwd', 'cat kept/it || true', 'mkdir -p kept', 'echo cached > kept/it'],
          },
        ],
      },
    ],
  };
  const id = await start(server, { ...flow, id: 'cached', namespace: 'company.team' });
  const execution = await ended(server, id);

  expect(execution.state.current).toBe('SUCCESS');
  const directories = (await linesOf(server, id)).filter(isOfWorker);
  expect(directories).toHaveLength(2);
  expect(directories[0]).toBe(directories[1]);
  const [{ outputs }] = execution.taskRunList;
  expect(await executionFile(server, id, outputs.outputFiles['made.txt'])).toBe('givenof the namespace');
  expect(await linesOf(server, id)).not.toContain('cached');

  const again = await server.call('POST', '/executions/company.team/cached');
  await ended(server, again.id);
  expect(await linesOf(server, again.id)).toContain('cached');
});

test('a task on a worker reaches what its execution may, through the server: pairs, templates, described tasks', async () => {
  const id = await start(server, {
    variables: { color: 'green' },
    tasks: [
      { id: 'set', type: 'io.kestra.plugin.core.kv.Set', workerGroup, key: 'fruit', value: 'pear-{{ vars.color }}' },
      { id: 'get', type: 'io.kestra.plugin.core.kv.Get', workerGroup, key: 'fruit' },
      {
        id: 'templated',
        type: 'io.kestra.plugin.core.templating.TemplatedTask',
        workerGroup,
        spec: `type: ${shell}\ncommands: ['pwd', 'echo {{ outputs.get.value }}']`,
      },
    ],
  });
  const execution = await ended(server, id);

  expect(execution.state.current).toBe('SUCCESS');
  expect(execution.taskRunList[1].outputs.value).toBe('pear-green');
  const lines = await linesOf(server, id);
  expect(lines).toContain('pear-green');
  expect(lines.some(isOfWorker)).toBe(true);
});

test('a failing task fails with its message, and is retried', async () => {
  const id = await start(server, {
    tasks: [
      {
        id: 'script',
        type: shell,
        workerGroup,
        retry: { type: 'constant', interval: 'PT0.1S', maxAttempts: 2 },
        commands: ['echo said', 'exit 3'],
      },
    ],
  });
  const execution = await ended(server, id);

  expect(execution.state.current).toBe('FAILED');
  expect(execution.taskRunList[0].attempts).toHaveLength(2);
  expect((await linesOf(server, id)).filter((line) => line.includes('3'))).not.toEqual([]);
});

/** Processes of the machine that sleep for so long. */
async function sleepers(seconds: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.startsWith(`sleep\0${seconds}`)) found.push(name);
  }
  return found;
}

test('killing an execution ends the programs on the worker', async () => {
  const seconds = '3600.0417';
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup, commands: [`sleep ${seconds}`] }],
  });
  await eventually(async () => expect(await sleepers(seconds)).not.toEqual([]));

  await server.call('DELETE', `/executions/${id}/kill`);

  expect((await ended(server, id)).state.current).toBe('KILLED');
  await eventually(async () => expect(await sleepers(seconds)).toEqual([]));
});

test('a task on a worker ends when its time is over', async () => {
  const seconds = '3600.0418';
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup, timeout: 'PT1S', commands: [`sleep ${seconds}`] }],
  });

  const execution = await ended(server, id);

  expect(execution.state.current).toBe('FAILED');
  expect(await linesOf(server, id)).toContain('Timeout after PT1S');
  await eventually(async () => expect(await sleepers(seconds)).toEqual([]));
});

test('more tasks than the worker has threads wait, and say for what', async () => {
  const group = await newGroup(server);
  const small = await aWorker(server, group, { threads: 1 });
  const key = { key: group.id };
  const first = await start(server, { tasks: [{ id: 'a', type: shell, workerGroup: key, commands: ['sleep 3600'] }] });
  await eventually(async () => expect((await get(server, first)).taskRunList?.[0]?.state.current).toBe('RUNNING'));
  const second = await start(server, { tasks: [{ id: 'b', type: shell, workerGroup: key, commands: ['true'] }] });

  await eventually(async () => {
    const reasons = await server.call('GET', `/executions/${second}/waiting`);
    expect(reasons.map(({ message }: { message: string }) => message)).toEqual([
      `The task waits for a worker of group '${group.id}': 1 of 1 places are taken, 1 tasks wait`,
    ]);
  });
  await server.call('DELETE', `/executions/${first}/kill`);

  expect((await ended(server, second)).state.current).toBe('SUCCESS');
  await small.stop();
});
