import { expect, test } from 'vitest';
import { createPeer, type Handle } from './peer.ts';

/** A peer whose other side is the test: what it says is in `said`. */
function onePeer(handle: Handle = () => undefined) {
  const said: Record<string, unknown>[] = [];
  const chunks: Uint8Array[] = [];
  const session = {
    sendMessage: (body: unknown) => void said.push(body as Record<string, unknown>),
    sendChunk: (_stream: number, bytes: Uint8Array) => void chunks.push(bytes),
  };
  return { ...createPeer(() => session, handle), said, chunks };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* endless(): AsyncIterable<Uint8Array> {
  for (;;) yield new Uint8Array(1_000);
}

test('who asks for more of a content than they take gets a window of it', async () => {
  const { events, chunks } = onePeer(() => endless());
  events.message({ t: 'call', id: 1, m: 'files.read', a: {} });
  await settled();

  events.message({ t: 'pull', s: 1, n: 1_000_000_000 });
  for (let turn = 0; turn < 50; turn += 1) await settled();

  expect(chunks).toHaveLength(8);
});

test('content that was not asked for ends the session', async () => {
  const { events } = onePeer(() => new Promise(() => undefined));
  events.message({ t: 'call', id: 1, m: 'files.put', a: { content: { $stream: 7 } } });

  expect(() => events.chunk(7, new Uint8Array(1))).toThrow('More of a content arrived than was asked for');
});

test('content is taken as it is asked for, beyond the first window', async () => {
  const parts: number[] = [];
  const peer = onePeer(async (_method, { content }) => {
    for await (const bytes of content as AsyncIterable<Uint8Array>) parts.push(bytes[0]!);
  });
  peer.events.message({ t: 'call', id: 1, m: 'files.put', a: { content: { $stream: 7 } } });

  for (let part = 0; part < 20; part += 1) {
    await settled();
    peer.events.chunk(7, new Uint8Array([part]));
  }
  peer.events.message({ t: 'end', s: 7 });
  await settled();

  expect(parts).toEqual(Array.from({ length: 20 }, (_, part) => part));
  expect(peer.said.at(-1)).toMatchObject({ t: 'done', id: 1 });
});

test('more questions at a time than anybody asks end the session', () => {
  const { events } = onePeer(() => new Promise(() => undefined));
  const ask = (id: number): void => events.message({ t: 'call', id, m: 'render', a: {} });

  for (let id = 1; id <= 1_000; id += 1) ask(id);

  expect(() => ask(1_001)).toThrow('More than 1000 questions at a time');
});
