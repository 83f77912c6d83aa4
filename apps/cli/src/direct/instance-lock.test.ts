import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findHolder, runInHolder } from './ask-instance.ts';
import { lockInstance, type CarryOut } from './instance-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windhover-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const carryOut: CarryOut = async ({ command, args }, output) => {
  output.print(`${command} ${JSON.stringify(args)}`);
  output.complain('a hint');
  return 3;
};

test('the holder carries a command out, and its lines and exit code come back', async () => {
  const lock = await lockInstance(folder, 'server', carryOut);
  const lines: string[] = [];
  const terminal = {
    env: {},
    workingDirectory: '/',
    homeDirectory: '/',
    print: (line: string) => void lines.push(`out ${line}`),
    complain: (line: string) => void lines.push(`err ${line}`),
    ask: async () => '',
  };

  const code = await runInHolder(folder, { kind: 'run', command: 'tenants create', args: { tenant: 'dev' } }, terminal);

  expect(code).toBe(3);
  expect(lines).toEqual(['out tenants create {"tenant":"dev"}', 'err a hint']);
  expect(statSync(join(folder, 'server.sock')).mode & 0o777).toBe(0o600);
  await lock.release();
  expect(await findHolder(folder)).toBeUndefined();
});

test('a second server on the folder is told who has it', async () => {
  const lock = await lockInstance(folder, 'server', carryOut);

  await expect(lockInstance(folder, 'server', carryOut)).rejects.toThrow(
    `(process ${process.pid}) works on '${folder}'`,
  );

  await lock.release();
});

test('a server waits until a command is done', async () => {
  const command = await lockInstance(folder, 'command', carryOut);

  const server = lockInstance(folder, 'server', carryOut);
  await command.release();

  await (await server).release();
});

test('the socket of a killed process is nobody, and is taken over', async () => {
  const code = `require('net').createServer().listen(process.argv[1], () => console.log('bound'))`;
  const child = spawn(process.execPath, ['-e', code, join(folder, 'server.sock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(existsSync(join(folder, 'server.sock'))).toBe(true);

  const lock = await lockInstance(folder, 'server', carryOut);

  expect(await findHolder(folder)).toMatchObject({ role: 'server', pid: process.pid });
  await lock.release();
});

test('of many who want the folder at once, one gets it', async () => {
  const wanted = await Promise.allSettled(Array.from({ length: 8 }, () => lockInstance(folder, 'server', carryOut)));
  const locks = wanted.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));

  expect(locks).toHaveLength(1);
  await locks[0]?.release();
});

test('a folder whose path is too long for a socket can be held', async () => {
  const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60));
  mkdirSync(deep, { recursive: true });

  const lock = await lockInstance(deep, 'server', carryOut);

  expect(await findHolder(deep)).toMatchObject({ role: 'server' });
  await lock.release();
});
