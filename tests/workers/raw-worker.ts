/** A worker that says what it likes, in the frames of the protocol: a kind, numbers of eight bytes, JSON. */
import { eventually, type TestServer } from '@windhover/testing';
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

export interface RawWorker {
  /** What the server has said, in order, beats left out. */
  readonly heard: readonly Readonly<Record<string, unknown>>[];
  /** Resolves with code and reason once the connection has ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  hello(body?: object): void;
  /** A message with the next number. */
  say(body: object): void;
  /** Answers what was answered to a call of its own. */
  ask(method: string, args: object): Promise<unknown>;
  /** Stores a file as a task would; answers its address. Once at a time. */
  put(run: number, content: string): Promise<string>;
  send(bytes: Uint8Array): void;
  close(): void;
}

/** Rejects when the server does not open the connection. */
export async function rawWorker(url: string, token: string): Promise<RawWorker> {
  const address = `${url.replace('http:', 'ws:')}/api/v1/instance/workers/connect`;
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } });
  onTestFinished(() => socket.terminate());
  const heard: Readonly<Record<string, unknown>>[] = [];
  let received = 0;
  const beats = { own: 0, other: 0 };
  let wake = Promise.withResolvers<void>();
  socket.on('message', (data: Buffer) => {
    const kind = data[0];
    if (kind === 2) beats.other = data.readDoubleBE(9);
    if (kind === 1) heard.push(JSON.parse(data.subarray(1).toString()));
    if (kind !== 3) return;
    received = data.readDoubleBE(1);
    heard.push(JSON.parse(data.subarray(9).toString()));
    wake.resolve();
    wake = Promise.withResolvers();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const beat = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return clearInterval(beat);
    socket.send(frame(2, [received, (beats.own += 1), beats.other]));
  }, 300);
  onTestFinished(() => clearInterval(beat));
  let sent = 0;
  let calls = 0;
  let streams = 0;
  const say = (body: object): void => socket.send(frame(3, [(sent += 1)], JSON.stringify(body)));
  const ask = async (method: string, args: object): Promise<unknown> => {
    const id = (calls += 1);
    say({ t: 'call', id, m: method, a: args });
    return heardOf((message) => (message['t'] === 'done' || message['t'] === 'failed') && message['id'] === id);
  };
  const heardOf = async (
    isIt: (message: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Readonly<Record<string, unknown>>> => {
    for (;;) {
      const found = heard.find(isIt);
      if (found !== undefined) return found;
      await Promise.race([wake.promise, closed.then(() => Promise.reject(new Error('closed')))]);
    }
  };
  return {
    heard,
    closed,
    hello: (body = {}) =>
      socket.send(frame(1, [], JSON.stringify({ protocol: 1, version: 'test', name: 'raw', slots: 10, ...body }))),
    say,
    ask,
    async put(run, content) {
      const stream = (streams += 1);
      const answer = ask('files.put', { run, name: `file-${stream}`, content: { $stream: stream } });
      await heardOf(({ t, s: of }) => t === 'pull' && of === stream);
      socket.send(frame(4, [(sent += 1), stream], content));
      say({ t: 'end', s: stream });
      return ((await answer) as { readonly v: string }).v;
    },
    send: (bytes) => socket.send(bytes),
    close: () => socket.terminate(),
  };
}

export interface Given {
  readonly run: number;
  readonly place: number;
  readonly type: string;
  readonly properties: object;
}

/** What it was told to run. */
export async function runOf(worker: RawWorker, nth = 0): Promise<{ readonly call: number; readonly given: Given }> {
  return eventually(() => {
    const calls = worker.heard.filter(({ t, m }) => t === 'call' && m === 'run');
    expect(calls.length).toBeGreaterThan(nth);
    return { call: calls[nth]!['id'] as number, given: calls[nth]!['a'] as Given };
  });
}

/** One that has been welcomed. */
export async function rawWorkerOf(
  server: Pick<TestServer, 'url'>,
  group: { readonly token: string },
): Promise<RawWorker> {
  const worker = await rawWorker(server.url, group.token);
  worker.hello();
  await eventually(() => expect(worker.heard).not.toEqual([]));
  return worker;
}

export function frame(kind: number, numbers: readonly number[], text = ''): Uint8Array {
  const bytes = Buffer.alloc(1 + 8 * numbers.length + Buffer.byteLength(text));
  bytes[0] = kind;
  for (const [index, value] of numbers.entries()) bytes.writeDoubleBE(value, 1 + 8 * index);
  bytes.write(text, 1 + 8 * numbers.length);
  return bytes;
}
