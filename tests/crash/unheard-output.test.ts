/** Who reads what the program prints may go before it ends, and the disk that takes it may be full. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aFlow, eventually, runProgram, sleepTask, startServer } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-unheard-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The program in a shell that does this with its output. */
const within = (script: string): readonly string[] => ['bash', '-c', script, 'bash'];

test('a server goes on when nobody reads its log any more', async () => {
  const folder = newFolder();
  const unheard = join(folder, 'unheard');
  const preload = join(folder, 'chatty.mjs');
  writeFileSync(
    preload,
    `import { writeFileSync } from 'node:fs';
    const told = (error) => error && writeFileSync(${JSON.stringify(unheard)}, '');
    setInterval(() => process.stdout.write('another line\\n', told), 20).unref();`,
  );
  const server = await startServer({
    kind: 'process',
    startedBy: within(`exec "$@" > >(sed '/Server Running/q')`),
    env: { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` },
  });
  await eventually(() => expect(existsSync(unheard)).toBe(true));

  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks: [sleepTask('PT1S')] }) });
  const { state } = await server.call('POST', '/executions/company.team/flow?wait=true');

  expect(state.current).toBe('SUCCESS');
});

test('a command whose results find no room says so and fails', async () => {
  const { code, stderr } = await runProgram(['--help'], {
    workingDirectory: newFolder(),
    startedBy: within('exec "$@" > /dev/full'),
  });

  expect([code, stderr]).toEqual([1, 'The output could not be written: ENOSPC: no space left on device, write\n']);
});

test('a command ends in silence when its reader has had enough', async () => {
  const { code, stderr } = await runProgram(['--help'], {
    workingDirectory: newFolder(),
    startedBy: within('"$@" | true; exit "${PIPESTATUS[0]}"'),
  });

  expect([code, stderr]).toEqual([141, '']);
});
