import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Terminal } from '../terminal.ts';
import { isServed, runInHolder } from './ask-instance.ts';
import { openCommandSocket, type CarryOut } from './command-socket.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windhover-socket-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const silent: Terminal = {
  env: {},
  workingDirectory: '/',
  homeDirectory: '/',
  print: () => undefined,
  complain: () => undefined,
  ask: async () => '',
  beginLog: () => undefined,
};
const carryOut: CarryOut = async ({ command, args }, output) => {
  output.print(`${command} ${JSON.stringify(args)}`);
  output.complain('a hint');
  return 3;
};
const run = (command: string, terminal = silent): Promise<number | undefined> =>
  runInHolder(folder, { kind: 'run', command, args: { tenant: 'dev' } }, terminal);

test('the holder carries a command out, and its lines and exit code come back', async () => {
  const socket = await openCommandSocket(folder, 'server', carryOut);
  const lines: string[] = [];
  const terminal = {
    ...silent,
    print: (line: string) => void lines.push(`out ${line}`),
    complain: (line: string) => void lines.push(`err ${line}`),
  };

  const code = await run('tenants create', terminal);

  expect(code).toBe(3);
  expect(lines).toEqual(['out tenants create {"tenant":"dev"}', 'err a hint']);
  expect(statSync(join(folder, 'server.sock')).mode & 0o777).toBe(0o600);
  await socket.close();
  expect(await run('tenants create')).toBeUndefined();
});

test('what a command throws is told to whoever sent it', async () => {
  const socket = await openCommandSocket(folder, 'server', () => Promise.reject(new Error('broken')));
  const lines: string[] = [];

  const code = await run('x', { ...silent, complain: (line) => void lines.push(line) });

  expect(code).toBe(1);
  expect(lines[0]).toMatch(/^Error: broken/);
  await socket.close();
});

test('a server that ends, or a command, does not serve the folder', async () => {
  expect(await isServed(folder)).toBe(false);
  const command = await openCommandSocket(folder, 'command', carryOut);
  expect(await isServed(folder)).toBe(false);
  await command.close();

  const server = await openCommandSocket(folder, 'server', carryOut);
  expect(await isServed(folder)).toBe(true);
  await server.drain();
  expect(await isServed(folder)).toBe(false);
  await server.close();
});

test('commands that come while the holder lets go are carried out to their end, or not begun', async () => {
  const carriedOut: string[] = [];
  const note: CarryOut = async ({ command }) => {
    await new Promise((resolve) => setImmediate(resolve));
    carriedOut.push(command);
    return 0;
  };
  const socket = await openCommandSocket(folder, 'command', note);

  const asked = Array.from({ length: 20 }, (_, index) => run(String(index)));
  await new Promise((resolve) => setImmediate(resolve));
  await socket.close();
  const codes = await Promise.all(asked);

  const begun = codes.flatMap((code, index) => (code === undefined ? [] : [String(index)]));
  expect(carriedOut.sort()).toEqual(begun.sort());
});

test('a client that says nothing does not keep the holder from ending', async () => {
  const socket = await openCommandSocket(folder, 'server', carryOut);
  const client = connect(join(folder, 'server.sock'));
  await new Promise((resolve) => client.once('connect', resolve));
  const ended = new Promise((resolve) => client.once('close', resolve));
  client.resume();

  await socket.close();

  await ended;
});

test('the socket of a killed process is nobody, and is replaced', async () => {
  const code = `require('net').createServer().listen(process.argv[1], () => console.log('bound'))`;
  const child = spawn(process.execPath, ['-e', code, join(folder, 'server.sock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(existsSync(join(folder, 'server.sock'))).toBe(true);
  expect(await run('x')).toBeUndefined();

  const socket = await openCommandSocket(folder, 'server', carryOut);

  expect(await isServed(folder)).toBe(true);
  await socket.close();
});

test('a folder whose path is too long for a socket is served, too', async () => {
  const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60));
  mkdirSync(deep, { recursive: true });

  const socket = await openCommandSocket(deep, 'server', carryOut);

  expect(await isServed(deep)).toBe(true);
  await socket.close();
});
