/** Bodies and answers that are not one piece of JSON: forms, downloads, live streams, the interface. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as afterPromises } from 'node:timers/promises';
import { defineRoute, formSchema, type Form } from '@windhover/contract';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { LiveStream } from './event-stream.ts';
import { publicRoute, type Handler, type ServerContext } from './handler.ts';
import { OpenRequests } from './open-requests.ts';
import { toOperations } from './operation.ts';
import { registerOperation } from './register-operation.ts';
import { clientGone } from './routes/execution-replies.ts';
import { serveUi } from './serve-ui.ts';
import { defaultServerSettings } from './server-settings.ts';

/** One operation on a server of its own. */
async function serve(handler: Handler): Promise<string> {
  return (await serveOn(handler)).url;
}

async function serveOn(
  handler: Handler,
  prepare: (app: FastifyInstance) => void = () => undefined,
): Promise<{ readonly url: string; readonly server: Server }> {
  const app = fastify();
  prepare(app);
  await app.register(fastifyCookie);
  app.removeAllContentTypeParsers();
  await app.register(fastifyMultipart);
  app.addContentTypeParser('*', (_, __, done) => done(null));
  const server = { settings: defaultServerSettings, deps: {} } as unknown as ServerContext;
  for (const operation of toOperations([handler]))
    registerOperation(app, server, operation, { check: true, streamHeaders: { 'x-kind': 'live' } });
  const open = new OpenRequests(app.server);
  onTestFinished(async () => void (await Promise.all([app.close(), open.drain(1_000)])));
  return { url: `${await app.listen({ port: 0 })}/instance`, server: app.server };
}

/** Resolves once the server knows that whoever asked has left; that is not before `isAsked`. */
async function askAndLeave(
  url: string,
  server: Server,
  isAsked: Promise<void>,
  head: readonly string[] = ['GET'],
): Promise<void> {
  const left = new Promise((resolve) => server.once('request', (_, reply) => reply.once('close', resolve)));
  const { port, pathname } = new URL(url);
  const reader = connect(Number(port), '127.0.0.1');
  const [method, ...headers] = head;
  reader.write([`${method!} ${pathname} HTTP/1.1`, 'Host: test', ...headers, '', ''].join('\r\n'));
  await isAsked;
  reader.destroy();
  await left;
}

const base = { tag: 'Test', summary: '', level: 'instance', access: { kind: 'public' } } as const;

test('forms small and large give the same parts, in order', async () => {
  const upload = defineRoute({
    ...base,
    operationId: 'upload',
    method: 'POST',
    path: '/upload',
    body: { kind: 'multipart', schema: formSchema },
    reply: { status: 200, kind: 'json', schema: z.array(z.array(z.union([z.string(), z.number()]))) },
  });
  const url = await serve(
    publicRoute(upload, async ({ body }) => {
      const parts: (string | number)[][] = [];
      for await (const part of body) {
        let size = 0;
        for await (const chunk of part.content) size += chunk.length;
        parts.push([part.name, part.filename ?? '', size]);
      }
      return parts;
    }),
  );
  const send = async (size: number) => {
    const form = new FormData();
    form.set('name', 'value');
    form.set('files', new Blob(['x'.repeat(size)]), 'input.txt');
    form.set('last', '');
    return (await fetch(`${url}/upload`, { method: 'POST', body: form })).json();
  };

  expect(await send(10)).toEqual([
    ['name', '', 5],
    ['files', 'input.txt', 10],
    ['last', '', 0],
  ]);
  expect(await send(300_000)).toEqual([
    ['name', '', 5],
    ['files', 'input.txt', 300_000],
    ['last', '', 0],
  ]);
  expect(await (await fetch(`${url}/upload`, { method: 'POST' })).json()).toEqual([]);
  const text = await fetch(`${url}/upload`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' });
  expect(text.status).toBe(415);
});

test('a live stream frames its events, ends where it is ended and frees what it holds when the client leaves', async () => {
  const follow = defineRoute({
    ...base,
    operationId: 'follow',
    method: 'GET',
    path: '/follow',
    query: z.object({ end: z.string() }),
    reply: { status: 200, kind: 'stream', schema: z.unknown() },
  });
  let freed = 0;
  const url = await serve(
    publicRoute(
      follow,
      ({ query }) =>
        new LiveStream((send, end) => {
          send({ id: 'progress', data: { text: 'one\ntwo' } });
          if (query.end === 'true') {
            send({ id: 'end', data: {} });
            end();
          }
          return () => void (freed += 1);
        }),
    ),
  );

  const ended = await fetch(`${url}/follow?end=true`);
  expect(ended.headers.get('content-type')).toBe('text/event-stream');
  expect(ended.headers.get('x-kind')).toBe('live');
  expect(await ended.text()).toBe('id: progress\ndata: {"text":"one\\ntwo"}\n\nid: end\ndata: {}\n\n');
  expect(freed).toBe(1);

  const controller = new AbortController();
  const left = await fetch(`${url}/follow?end=false`, { signal: controller.signal });
  await left.body!.getReader().read();
  controller.abort();
  await expect.poll(() => freed).toBe(2);
});

test('nothing is followed for a client that left before its stream began', async () => {
  const follow = defineRoute({
    ...base,
    operationId: 'follow',
    method: 'GET',
    path: '/follow',
    reply: { status: 200, kind: 'stream', schema: z.unknown() },
  });
  const asked = Promise.withResolvers<void>();
  const allowed = Promise.withResolvers<void>();
  let followed = 0;
  const { url, server } = await serveOn(
    publicRoute(follow, async () => {
      asked.resolve();
      await allowed.promise;
      return new LiveStream(() => {
        followed += 1;
        return () => void (followed -= 1);
      });
    }),
  );
  await askAndLeave(`${url}/follow`, server, asked.promise);
  allowed.resolve();
  await afterPromises();

  expect(followed).toBe(0);
});

test.for([
  ['text', 'json', 'application/json', '5'],
  ['a small form', 'multipart', 'multipart/form-data; boundary=x', '100'],
  ['a large form', 'multipart', 'multipart/form-data; boundary=x', '100000'],
] as const)('%s of a client that has left is not waited for', async ([, kind, type, length]) => {
  const upload = defineRoute({
    ...base,
    operationId: 'upload',
    method: 'POST',
    path: '/upload',
    body: { kind, schema: formSchema },
    reply: { status: 200, kind: 'json', schema: z.unknown() },
  });
  const asked = Promise.withResolvers<void>();
  const admitted = Promise.withResolvers<void>();
  const told = Promise.withResolvers<Error>();
  const read = async ({ body }: { readonly body: Form }): Promise<void> => {
    for await (const part of body) await part.text();
  };
  const { url, server } = await serveOn(publicRoute(upload, read), (app) => {
    app.addHook('onRequest', async () => {
      asked.resolve();
      await admitted.promise;
    });
    app.addHook('onError', async (_, __, error) => told.resolve(error));
  });
  const head = ['POST', `Content-Type: ${type}`, `Content-Length: ${length}`];
  await askAndLeave(`${url}/upload`, server, asked.promise, head);
  admitted.resolve();

  expect(await told.promise).toMatchObject({ status: 400, message: expect.stringContaining('connection closed') });
});

test('a call that waits learns that its client left before', async () => {
  const wait = defineRoute({
    ...base,
    operationId: 'wait',
    method: 'GET',
    path: '/wait',
    reply: { status: 200, kind: 'empty', schema: z.undefined() },
  });
  const asked = Promise.withResolvers<void>();
  const allowed = Promise.withResolvers<void>();
  const waited = Promise.withResolvers<boolean>();
  const { url, server } = await serveOn(
    publicRoute(wait, async ({ request }) => {
      asked.resolve();
      await allowed.promise;
      waited.resolve(clientGone(request).aborted);
    }),
  );
  await askAndLeave(`${url}/wait`, server, asked.promise);
  allowed.resolve();

  expect(await waited.promise).toBe(true);
});

test('a stop ends live streams, waits for requests under way and closes unused connections', async () => {
  const wait = defineRoute({
    ...base,
    operationId: 'wait',
    method: 'GET',
    path: '/wait',
    reply: { status: 200, kind: 'json', schema: z.string() },
  });
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const app = fastify();
  const open = new OpenRequests(app.server);
  await app.register(fastifyCookie);
  const handler = publicRoute(wait, async () => {
    arrive();
    await released;
    return 'done';
  });
  const server = { settings: defaultServerSettings, deps: {} } as unknown as ServerContext;
  for (const operation of toOperations([handler]))
    registerOperation(app, server, operation, { check: true, streamHeaders: {} });
  const url = await app.listen({ port: 0 });
  const unused = connect(Number(new URL(url).port), '127.0.0.1');
  await once(unused, 'connect');
  const reply = fetch(`${url}/instance/wait`);
  await arrived;

  const stopped = Promise.all([app.close(), open.drain(60_000)]);
  release();

  expect(await (await reply).json()).toBe('done');
  await stopped;
  await once(unused, 'close');
});

test('a download is an attachment that no browser runs', async () => {
  const file = defineRoute({
    ...base,
    operationId: 'file',
    method: 'GET',
    path: '/file',
    reply: { status: 200, kind: 'file', schema: z.unknown() },
  });
  const url = await serve(
    publicRoute(file, () => ({ content: '<script>', filename: 'näme.html', contentType: 'text/html' })),
  );
  const { headers } = await fetch(`${url}/file`);
  expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''n%C3%A4me.html");
  expect(headers.get('content-security-policy')).toBe('sandbox');
});

test('a download that cannot be begun is refused, not cut off', async () => {
  const file = defineRoute({
    ...base,
    operationId: 'file',
    method: 'GET',
    path: '/file',
    reply: { status: 200, kind: 'file', schema: z.unknown() },
  });
  // oxlint-disable-next-line require-yield -- it breaks before its first piece
  const content = (async function* (): AsyncGenerator<Uint8Array> {
    throw Object.assign(new Error('no such filter'), { statusCode: 422 });
  })();
  const url = await serve(publicRoute(file, () => ({ content, filename: 'table.csv', sizeBytes: 7 })));

  const { status, headers } = await fetch(`${url}/file`);

  expect([status, headers.get('content-disposition')]).toEqual([422, null]);
});

test('a file is let go by a reader that leaves before its first piece is there', async () => {
  const asked = Promise.withResolvers<void>();
  const found = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const content = (async function* (): AsyncGenerator<Uint8Array> {
    try {
      asked.resolve();
      await found.promise;
      yield Buffer.alloc(1_000_000);
      yield Buffer.alloc(1_000_000);
    } finally {
      released.resolve();
    }
  })();
  const file = defineRoute({
    ...base,
    operationId: 'file',
    method: 'GET',
    path: '/file',
    reply: { status: 200, kind: 'file', schema: z.unknown() },
  });
  const { url, server } = await serveOn(publicRoute(file, () => ({ content })));
  await askAndLeave(`${url}/file`, server, asked.promise);
  found.resolve();

  await released.promise;
});

test('the interface is served below the context path, with one page for every address that is no file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-ui-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  let ready = false;
  const app = fastify();
  await serveUi(app, { directory, isReady: () => ready }, '/kestra');
  onTestFinished(() => app.close());
  const get = (path: string) => app.inject({ url: `/web/ui/${path}` });

  expect((await get('')).body).toContain('being built');
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<script src="/ui/assets/main.js"></script>');
  writeFileSync(join(directory, 'assets', 'main.js'), 'start()');
  ready = true;

  for (const page of ['', 'prod/executions/company.team', 'index.html', '..%2f..%2fetc%2fpasswd']) {
    expect((await get(page)).body).toBe('<script src="/kestra/ui/assets/main.js"></script>');
  }
  const asset = await get('assets/main.js');
  expect([asset.body, asset.headers['cache-control']]).toEqual(['start()', 'public, max-age=31536000, immutable']);
});
