import { execFileSync, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { descendantsOf, endLeftoverProcesses, killAll } from './process-tree.ts';
import { runProcess, type ProcessRequest } from './run-process.ts';

function request(command: readonly string[], more: Partial<ProcessRequest> = {}): ProcessRequest {
  return {
    command,
    directory: tmpdir(),
    environment: { PATH: process.env['PATH'] ?? '' },
    instructions: [],
    hasKeeper: false,
    signal: new AbortController().signal,
    killGraceMs: 50,
    maxLineBytes: 1_000,
    onLine: () => undefined,
    ...more,
  };
}

test('a process that ignores SIGTERM gets SIGKILL after the grace time', async () => {
  const controller = new AbortController();
  const script = `trap '' TERM; echo ready; while true; do sleep 0.05; done`;

  const end = await runProcess(
    request(['sh', '-c', script], { signal: controller.signal, onLine: () => controller.abort() }),
  );

  expect(end.exitCode).toBe(137);
});

test('a program that does not exist rejects', async () => {
  await expect(runProcess(request(['no-such-program']))).rejects.toThrow('ENOENT');
});

test('arguments reach the program as they are', async () => {
  const lines: string[] = [];

  await runProcess(request(['printf', '%s\n', 'a b', '$(c)', '"'], { onLine: (_, line) => lines.push(line) }));

  expect(lines).toEqual(['a b', '$(c)', '"']);
});

const unshare = ['--user', '--map-root-user', '--pid', '--fork'] as const;

function hasProcessSpaces(): boolean {
  try {
    execFileSync('unshare', [...unshare, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!hasProcessSpaces())(
  'what a worker left is ended, but not what runs in a container of its own',
  async () => {
    const env = { PATH: process.env['PATH'], WINDHOVER_RUN: '1:of another start/a' };
    const left = spawn('sleep', ['60'], { env });
    // As the start of a container: only what runs within has numbers of its own
    const outside = spawn('unshare', [...unshare, 'env', `WINDHOVER_RUN=${env.WINDHOVER_RUN}`, 'sleep', '60'], {
      env: { PATH: env.PATH },
    });
    onTestFinished(async () => killAll(await descendantsOf(outside.pid!)));
    await expect.poll(async () => (await descendantsOf(outside.pid!)).size).toBe(1);
    const ended = new Promise((resolve) => left.once('exit', (_, signal) => resolve(signal)));

    await endLeftoverProcesses();

    expect(await ended).toBe('SIGKILL');
    expect((await descendantsOf(outside.pid!)).size).toBe(1);
  },
);
