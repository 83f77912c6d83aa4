/** Bodies and answers that are not one piece of JSON: forms, downloads, live streams, the interface. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineRoute, formSchema } from '@windhover/contract';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { LiveStream } from './event-stream.ts';
import { publicRoute, type Handler } from './handler.ts';
import { serveUi } from './serve-ui.ts';
import { publicBase, readRoute, serveOperation } from './test-operation.ts';

async function serve(handler: Handler): Promise<string> {
  return (await serveOperation(handler)).url;
}

test('forms small and large give the same parts, in order', async () => {
  const upload = defineRoute({
    ...publicBase,
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
    ...publicBase,
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

test('a stop ends live streams, waits for requests under way and closes unused connections', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const handler = publicRoute(readRoute('wait', 'json'), async () => {
    arrive();
    await released;
    return 'done';
  });
  const { url, app, open } = await serveOperation(handler);
  const unused = connect(Number(new URL(url).port), '127.0.0.1');
  await once(unused, 'connect');
  const reply = fetch(`${url}/wait`);
  await arrived;

  const stopped = Promise.all([app.close(), open.drain(60_000)]);
  release();

  expect(await (await reply).json()).toBe('done');
  await stopped;
  await once(unused, 'close');
});

test('a download is an attachment that no browser runs', async () => {
  const url = await serve(
    publicRoute(readRoute('file', 'file'), () => ({
      content: '<script>',
      filename: 'näme.html',
      contentType: 'text/html',
    })),
  );
  const { headers } = await fetch(`${url}/file`);
  expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''n%C3%A4me.html");
  expect(headers.get('content-security-policy')).toBe('sandbox');
});

test('a download that cannot be begun is refused, not cut off', async () => {
  // oxlint-disable-next-line require-yield -- it breaks before its first piece
  const content = (async function* (): AsyncGenerator<Uint8Array> {
    throw Object.assign(new Error('no such filter'), { statusCode: 422 });
  })();
  const url = await serve(
    publicRoute(readRoute('file', 'file'), () => ({ content, filename: 'table.csv', sizeBytes: 7 })),
  );

  const { status, headers } = await fetch(`${url}/file`);

  expect([status, headers.get('content-disposition')]).toEqual([422, null]);
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
