import type { lookup, LookupAddress } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpReply, HttpRequest } from '@windhover/model';
import { listenOnLoopback } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';
import { addressCheck } from './address-rules.ts';
import { createHttpClient } from './http-client.ts';

const strict = { allowsPrivate: false, allowed: [], blocked: [] };
const loopback = addressCheck({ ...strict, allowed: ['127.0.0.1'] });
const never = new AbortController().signal;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on 127.0.0.1 that counts its calls. */
async function serve(answer: Answer): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: await listenOnLoopback(server), requests };
}

const client = createHttpClient({ isAllowed: loopback });

function ask(url: string, parts: Partial<HttpRequest> = {}, through = client): Promise<HttpReply> {
  return through.send({
    url,
    method: 'GET',
    headers: {},
    followsRedirects: true,
    connectTimeoutMs: 2_000,
    idleTimeoutMs: 2_000,
    trustsAnyCertificate: false,
    signal: never,
    ...parts,
  });
}

async function textOf(reply: HttpReply): Promise<string> {
  return Buffer.concat(await Array.fromAsync(reply.body)).toString('utf8');
}

const redirectTo =
  (location: string, status = 302): Answer =>
  (_, response) =>
    response.writeHead(status, { location }).end();

test('an answer is whatever the server says, with its headers as lists', async () => {
  const { port } = await serve((_, response) => response.writeHead(503, { 'x-one': 'a' }).end('not now'));

  const reply = await ask(`http://127.0.0.1:${port}/where?a=1`);

  expect([reply.status, reply.headers['x-one'], reply.url]).toEqual([503, ['a'], `http://127.0.0.1:${port}/where?a=1`]);
  expect(await textOf(reply)).toBe('not now');
});

test.each(['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '017700000001', '[::1]', '[::ffff:7f00:1]', '0'])(
  'nothing is sent to %s, however it is written',
  async (host) => {
    const { port, requests } = await serve((_, response) => response.end('reached'));
    const closed = createHttpClient({ isAllowed: addressCheck(strict) });

    await expect(ask(`http://${host}:${port}/`, {}, closed)).rejects.toThrow('are not allowed');

    expect(requests).toEqual([]);
  },
);

test('metadata services and ports of system services are closed', async () => {
  const open = createHttpClient({ isAllowed: addressCheck(strict) });
  for (const url of ['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/', 'http://1.1.1.1:25/']) {
    await expect(ask(url, {}, open), url).rejects.toThrow('are not allowed');
  }
});

test('a name is resolved once: what it means a moment later is not connected to', async () => {
  const { port, requests } = await serve((_, response) => response.end('reached'));
  const answers: LookupAddress[][] = [[{ address: '127.0.0.1', family: 4 }], [{ address: '127.0.0.9', family: 4 }]];
  let lookups = 0;
  const resolve = ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, answers[lookups++]!)) as unknown as typeof lookup;
  const rebinding = createHttpClient({ isAllowed: loopback, resolve });

  expect(await textOf(await ask(`http://changing.test:${port}/`, {}, rebinding))).toBe('reached');
  expect([lookups, requests.length]).toEqual([1, 1]);
  await expect(ask(`http://changing.test:${port}/`, {}, rebinding)).rejects.toThrow("'changing.test' are not allowed");
});

test('a redirect to an address that is closed is refused', async () => {
  const inside = await serve((_, response) => response.end('inside'));
  const outside = await serve(redirectTo(`http://127.0.0.2:${inside.port}/`));

  await expect(ask(`http://127.0.0.1:${outside.port}/`)).rejects.toThrow("'127.0.0.2' are not allowed");

  expect(inside.requests).toEqual([]);
});

test('a redirect out of the web is refused, and so is a sixth one', async () => {
  const toFile = await serve(redirectTo('file:///etc/passwd'));
  await expect(ask(`http://127.0.0.1:${toFile.port}/`)).rejects.toThrow("'file:' is not allowed");
  await expect(ask('ftp://127.0.0.1/')).rejects.toThrow("'ftp:' is not allowed");

  const round = await serve((request, response) =>
    redirectTo(`/${Number(request.url!.slice(1)) + 1}`)(request, response),
  );
  await expect(ask(`http://127.0.0.1:${round.port}/0`)).rejects.toThrow('more than 5 times');
  expect(round.requests).toHaveLength(6);
});

test('another origin is not told who asks; the same one is', async () => {
  const other = await serve((_, response) => response.end('other'));
  const own = await serve((request, response) =>
    request.url === '/away'
      ? redirectTo(`http://127.0.0.1:${other.port}/`)(request, response)
      : request.url === '/home'
        ? redirectTo('/end')(request, response)
        : response.end('end'),
  );
  const headers = { Authorization: 'Bearer t', Cookie: 'c=1', 'X-Api-Key': 'k', Accept: 'text/plain' };

  await textOf(await ask(`http://127.0.0.1:${own.port}/away`, { headers }));
  await textOf(await ask(`http://127.0.0.1:${own.port}/home`, { headers }));

  const told = ({ headers: sent }: IncomingMessage): unknown[] => [
    sent.authorization,
    sent.cookie,
    sent['x-api-key'],
    sent.accept,
  ];
  expect(told(other.requests[0]!)).toEqual([undefined, undefined, undefined, 'text/plain']);
  expect(told(own.requests.at(-1)!)).toEqual(['Bearer t', 'c=1', 'k', 'text/plain']);
});

test('name and password of a URL are sent as such, and not shown', async () => {
  const { port, requests } = await serve((_, response) => response.end());

  const reply = await ask(`http://me:p%40ss@127.0.0.1:${port}/`);
  await textOf(reply);

  expect(requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  expect(reply.url).toBe(`http://127.0.0.1:${port}/`);
});

test('a form that was sent leads to a page; 307 sends it again', async () => {
  const bodies: string[] = [];
  const server = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
      const status = Number(request.url!.slice(1));
      if (status > 0) response.writeHead(status, { location: '/' });
      response.end();
    });
  });

  for (const status of [302, 307]) {
    await textOf(await ask(`http://127.0.0.1:${server.port}/${status}`, { method: 'POST', body: 'sent' }));
  }

  expect(bodies).toEqual(['POST /302 sent', 'GET / ', 'POST /307 sent', 'POST / sent']);
});

test('a server that says nothing is given up, and so is whatever is broken off', async () => {
  const { port } = await serve(() => undefined);
  await expect(ask(`http://127.0.0.1:${port}/`, { idleTimeoutMs: 20 })).rejects.toThrow(
    `The request to 'http://127.0.0.1:${port}' failed: Headers Timeout Error`,
  );
  const stop = new AbortController();
  const asked = ask(`http://127.0.0.1:${port}/`, { signal: stop.signal });
  stop.abort(new Error('killed'));
  await expect(asked).rejects.toThrow('killed');
});
