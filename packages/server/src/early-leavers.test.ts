/** Clients that go away while they are being admitted: whatever their call comes to is for nobody. */
import { connect } from 'node:net';
import { setImmediate as afterPromises } from 'node:timers/promises';
import { defineRoute, formSchema, type Form } from '@windhover/contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LiveStream } from './event-stream.ts';
import { publicRoute, type Handler } from './handler.ts';
import { clientGone } from './routes/execution-replies.ts';
import { publicBase, readRoute, serveOperation } from './test-operation.ts';

/** Asks for the operation and leaves. Resolves once it goes on without the client; `failed`: what it fails with. */
async function askAndLeave(
  handler: Handler,
  headers: readonly string[] = [],
): Promise<{ readonly failed: Promise<Error> }> {
  const asked = Promise.withResolvers<void>();
  const admitted = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<Error>();
  const { url, app } = await serveOperation(handler, (made) => {
    made.addHook('onRequest', async () => {
      asked.resolve();
      await admitted.promise;
    });
    made.addHook('onError', async (_, __, error) => failed.resolve(error));
  });
  const left = new Promise((resolve) => app.server.once('request', (_, reply) => reply.once('close', resolve)));
  const { port, pathname } = new URL(url);
  const { method, path } = handler.route;
  const client = connect(Number(port), '127.0.0.1');
  client.write([`${method} ${pathname}${path} HTTP/1.1`, 'Host: test', ...headers, '', ''].join('\r\n'));
  await asked.promise;
  client.destroy();
  await left;
  admitted.resolve();
  return { failed: failed.promise };
}

test('a live stream is not begun', async () => {
  const handled = Promise.withResolvers<void>();
  let followed = 0;
  await askAndLeave(
    publicRoute(readRoute('follow', 'stream'), () => {
      handled.resolve();
      return new LiveStream(() => {
        followed += 1;
        return () => void (followed -= 1);
      });
    }),
  );
  await handled.promise;
  await afterPromises();

  expect(followed).toBe(0);
});

test('a file is let go', async () => {
  const released = Promise.withResolvers<void>();
  const content = (async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.alloc(1_000_000);
      yield Buffer.alloc(1_000_000);
    } finally {
      released.resolve();
    }
  })();
  await askAndLeave(publicRoute(readRoute('file', 'file'), () => ({ content })));

  await released.promise;
});

test('what would wait for an execution learns of it', async () => {
  const waited = Promise.withResolvers<boolean>();
  await askAndLeave(
    publicRoute(readRoute('wait', 'empty'), ({ request }) => waited.resolve(clientGone(request).aborted)),
  );

  expect(await waited.promise).toBe(true);
});

test.for([
  ['text', 'json', 'application/json', 5],
  ['a small form', 'multipart', 'multipart/form-data; boundary=x', 100],
  ['a large form', 'multipart', 'multipart/form-data; boundary=x', 100_000],
] as const)('%s is not waited for', async ([, kind, type, sizeBytes]) => {
  const upload = defineRoute({
    ...publicBase,
    operationId: 'upload',
    method: 'POST',
    path: '/upload',
    body: { kind, schema: formSchema },
    reply: { status: 200, kind: 'empty', schema: z.undefined() },
  });
  const read = async ({ body }: { readonly body: Form }): Promise<void> => {
    for await (const part of body) await part.text();
  };

  const { failed } = await askAndLeave(publicRoute(upload, read), [
    `Content-Type: ${type}`,
    `Content-Length: ${sizeBytes}`,
  ]);

  expect(await failed).toMatchObject({ status: 400, message: expect.stringContaining('connection closed') });
});
