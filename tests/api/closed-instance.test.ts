/** What comes with a release is all that runs in it, and it calls nobody. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { aFlow, fileForm, listenOnLoopback, startServer } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';

const yaml = { 'content-type': 'application/x-yaml' };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'windhover-closed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Loaded before the program: writes down every name that it looks up and every address that it connects to. */
const spy = (notes: string): string => `
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
const note = (text) => appendFileSync(${JSON.stringify(notes)}, text + '\\n');
subscribe('net.client.socket', ({ socket }) => {
  socket.on('lookup', (error, address, family, host) => note('lookup ' + host));
  socket.on('connectionAttempt', (address, port) => note('connect ' + address + ' ' + port));
});
subscribe('udp.socket', () => note('udp'));
`;

async function spyIn(directory: string): Promise<{ option: string; called(): Promise<readonly string[]> }> {
  const [file, notes] = [join(directory, 'spy.mjs'), join(directory, 'calls.txt')];
  await writeFile(file, spy(notes));
  await writeFile(notes, '');
  return {
    option: `--import=${pathToFileURL(file).href}`,
    called: async () => (await readFile(notes, 'utf8')).split('\n').filter((line) => line !== ''),
  };
}

test('a server calls nobody: no names are looked up, no connection leaves the machine', async () => {
  const { option, called } = await spyIn(await newFolder());
  const listener = createServer((_, response) => response.end());
  const port = await listenOnLoopback(listener);
  onTestFinished(() => void listener.close());
  await promisify(execFile)(process.execPath, [option, '-e', `await fetch('http://127.0.0.1:${port}/')`]);
  const seen = await called();
  expect(
    seen.some((call) => call.startsWith('connect 127.0.0.1 ')),
    'the spy sees calls',
  ).toBe(true);

  const server = await startServer({ kind: 'process', env: { NODE_OPTIONS: option } });
  await server.call('POST', '/flows', { body: aFlow({ id: 'hello', namespace: 'company' }), headers: yaml });
  const { state } = await server.call('POST', '/executions/company/hello?wait=true', { body: new FormData() });
  for (const path of ['/configs', '/plugins', '/me', '/license-info', '/usages/all']) await server.call('GET', path);
  await server.stop();

  expect(state.current).toBe('SUCCESS');
  const calls = (await called()).slice(seen.length);
  expect(calls.filter((call) => !/^connect (127\.0\.0\.1|::1) |^lookup localhost$/.test(call))).toEqual([]);
});

test('code that somebody brings is no plugin: not from folders, not from files of a namespace, not by a path', async () => {
  const marker = 'brought-code-ran';
  const code = (folder: string): string =>
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(join(folder, marker))}, '');\n`;
  const before = await startServer({ kind: 'process' });
  const known = (await before.call('GET', '/plugins')).results.length;
  await before.stop();
  const directory = await newFolder();
  for (const folder of ['plugins', 'node_modules/@windhover/plugin-brought']) {
    await mkdir(join(directory, folder), { recursive: true });
    for (const name of ['index.js', 'index.mjs', 'index.ts', 'brought.jar'])
      await writeFile(join(directory, folder, name), code(directory));
  }

  const server = await startServer({ kind: 'process', dataDirectory: directory });
  await server.call('POST', '/namespaces/company/files?path=/brought.mjs', { body: fileForm(code(directory)) });
  const types = [
    './plugins/index.mjs',
    join(directory, 'plugins/index.mjs'),
    '@windhover/plugin-brought',
    'brought.mjs',
  ];
  const saved = await Promise.all(
    [...types, 'data:text/javascript,1', 'org.brought.Task'].map((type) =>
      server.request('POST', '/flows', { body: aFlow({ tasks: [{ id: 'brought', type }] }), headers: yaml }),
    ),
  );
  const installed = await Promise.all(
    ['/plugins', '/plugins/install', '/instance/versioned-plugins', '/instance/versioned-plugins/install'].flatMap(
      (path) =>
        ['POST', 'PUT'].map((method) => server.request(method, path, { body: { plugins: ['org.brought:task:1'] } })),
    ),
  );

  expect(saved.map(({ status }) => status)).toEqual(saved.map(() => 422));
  for (const { text } of saved) expect(text).toContain('tasks[0].type');
  expect(installed.map(({ status }) => status).filter((status) => status !== 404 && status !== 405)).toEqual([]);
  expect((await server.call('GET', '/plugins')).results).toHaveLength(known);
  await expect(readFile(join(directory, marker))).rejects.toThrow('ENOENT');
});
