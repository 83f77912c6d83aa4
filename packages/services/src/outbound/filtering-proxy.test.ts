import { mkdtemp, rm } from 'node:fs/promises';
import type { lookup } from 'node:dns';
import { createServer as createHttpServer, request, type Server as HttpServer } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnLoopback } from '@windhover/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { addressCheck, type AddressRules } from './address-rules.ts';
import { serveFilteringProxy } from './filtering-proxy.ts';

const strict: AddressRules = { allowsPrivate: false, allowed: [], blocked: [] };
const open: AddressRules = { ...strict, allowed: ['127.0.0.1'] };

let folder: string;
let web: HttpServer;
let webPort: number;
let echo: Server;
let echoPort: number;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windhover-proxy-'));
  web = createHttpServer((incoming, answer) => {
    const { host, connection, 'proxy-authorization': credentials } = incoming.headers;
    const seen = { method: incoming.method, url: incoming.url, host, connection, credentials };
    incoming.setEncoding('utf8');
    let body = '';
    incoming.on('data', (chunk: string) => (body += chunk));
    incoming.on('end', () => answer.writeHead(201, { 'x-own': 'kept' }).end(JSON.stringify({ ...seen, body })));
  });
  webPort = await listenOnLoopback(web);
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  echoPort = await listenOnLoopback(echo);
});

afterAll(async () => {
  web.close();
  echo.close();
  await rm(folder, { recursive: true });
});

async function proxy(rules: AddressRules, resolve?: typeof lookup): Promise<{ path: string; close(): Promise<void> }> {
  const path = join(folder, `${(count += 1)}.sock`);
  const close = await serveFilteringProxy(path, {
    admit: async () => addressCheck(rules),
    ...(resolve && { resolve }),
  });
  onTestFinished(close);
  return { path, close };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function ask(socketPath: string, url: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === '' ? 'GET' : 'POST';
    const asked = request({ socketPath, path: url, method, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }));
    });
    asked.on('error', reject).end(body);
  });
}

/** The first answer to `CONNECT`, and what comes back of a text. */
function tunnelTo(socketPath: string, authority: string, text = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`));
    let said = '';
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (chunk: string) => {
      said += chunk;
      if (said.includes(' 200 ') && text !== '' && !said.includes(text)) socket.write(text);
      if (text !== '' && said.includes(text)) socket.end();
    });
    socket.on('close', () => resolve(said));
  });
}

/** Names that mean an address, as a server of names would say. */
function meaning(address: string): typeof lookup {
  const answer = (_name: string, _options: unknown, callback: (error: null, found: object[]) => void): void =>
    callback(null, [{ address, family: 4 }]);
  return answer as unknown as typeof lookup;
}

test('a request goes to where its address says, as it is, without what was meant for the proxy', async () => {
  const { path } = await proxy(open);
  const headers = { 'proxy-authorization': 'Basic secret', 'x-any': '1', host: 'elsewhere' };

  const { status, text, headers: answered } = await ask(path, `http://127.0.0.1:${webPort}/a?b=c`, headers, 'sent');

  expect(status).toBe(201);
  expect(answered['x-own']).toBe('kept');
  expect(JSON.parse(text)).toMatchObject({
    method: 'POST',
    url: '/a?b=c',
    host: `127.0.0.1:${webPort}`,
    body: 'sent',
  });
  expect(text).not.toContain('secret');
});

test('a tunnel carries whatever it is given', async () => {
  const { path } = await proxy(open);

  expect(await tunnelTo(path, `127.0.0.1:${echoPort}`, 'any bytes')).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nany bytes$/s);
});

test.each(['000', '099'])('an answer with the status %s, which is none, is no answer', async (status) => {
  const odd = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(`HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\n\r\n`));
  });
  const port = await listenOnLoopback(odd);
  onTestFinished(() => void odd.close());
  const { path } = await proxy(open);

  expect((await ask(path, `http://127.0.0.1:${port}/`)).status).toBe(502);
});

test.each(['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '10.0.0.1'])(
  '%s is closed, for requests and for tunnels',
  async (host) => {
    const { path } = await proxy(strict);

    const { status, text } = await ask(path, `http://${host}:${webPort}/`);
    const answer = await tunnelTo(path, `${host}:${echoPort}`);

    expect(status).toBe(403);
    expect(text).toContain('are not allowed');
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  },
);

test('a name that means a closed address is closed', async () => {
  const { path } = await proxy(strict, meaning('127.0.0.1'));

  expect((await ask(path, `http://innocent.example:${webPort}/`)).status).toBe(403);
  expect(await tunnelTo(path, `innocent.example:${echoPort}`)).toMatch(/^HTTP\/1\.1 403 /);
});

test('a name is looked up once, and what was checked is connected to', async () => {
  const { path } = await proxy(open, meaning('127.0.0.1'));

  const { status, text } = await ask(path, `http://innocent.example:${webPort}/`);

  expect(status).toBe(201);
  expect(JSON.parse(text)).toMatchObject({ host: `innocent.example:${webPort}` });
});

test('services of the system are closed by their ports', async () => {
  const { path } = await proxy(strict, meaning('198.41.0.4'));

  expect(await tunnelTo(path, 'innocent.example:25')).toMatch(/^HTTP\/1\.1 403 /);
});

test.each(['ftp://a.example/', '/configs', 'https://a.example/'])('%s is no request for it', async (url) => {
  const { path } = await proxy(open);

  expect((await ask(path, url)).status).toBe(400);
});

test('a server that is away is told apart from one that is closed', async () => {
  const gone = createServer();
  const port = await listenOnLoopback(gone);
  await new Promise((resolve) => gone.close(resolve));
  const { path } = await proxy(open);

  expect((await ask(path, `http://127.0.0.1:${port}/`)).status).toBe(502);
  expect(await tunnelTo(path, `127.0.0.1:${port}`)).toMatch(/^HTTP\/1\.1 502 /);
});

test('its end is the end of its tunnels', async () => {
  const { path, close } = await proxy(open);
  const socket = connect(path, () => socket.write(`CONNECT 127.0.0.1:${echoPort} HTTP/1.1\r\nHost: x\r\n\r\n`));
  const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
  await new Promise((resolve) => socket.once('data', resolve));

  await close();

  await closed;
});
