import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { runProcess, type ProcessRequest } from './run-process.ts';

function request(command: readonly string[], more: Partial<ProcessRequest> = {}): ProcessRequest {
  return {
    command,
    directory: tmpdir(),
    environment: { PATH: process.env['PATH'] ?? '' },
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
