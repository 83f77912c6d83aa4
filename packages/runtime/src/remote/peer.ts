/** Calls between two processes over a session, with contents of files that are read bit by bit as they are asked for. */
import type { Session } from './session.ts';
import { decodeValue, encodeValue } from './wire-value.ts';
import { fromWireError, toWireError } from './wire-error.ts';

export interface Peer {
  /** Resolves with what the other side answers, or rejects with its failure, or with that of `end`. */
  call(method: string, args: Arguments): Promise<unknown>;
  /** Without an answer. */
  tell(method: string, args: Arguments): void;
  /** The session is over: everything that waits fails with this. */
  end(cause: Error): void;
  /** For the session. */
  readonly events: {
    message(body: unknown): void;
    chunk(stream: number, bytes: Uint8Array): void;
  };
}

export type Arguments = Readonly<Record<string, unknown>>;
/** Throws, or rejects, with what the other side is told; what it makes of a `tell` is dropped. */
export type Handle = (method: string, args: Arguments) => unknown;

/** Thrown by a handler of a call that nobody is to be answered. */
export class NoAnswer extends Error {}

/** Chunks under way of each stream: the reader asks for more as it takes them. */
const window = 8;
const maxChunkBytes = 64 * 1024;
/** Open at a time: what nobody reads is kept. */
const maxStreams = 1_000;
/** Answered at a time. */
const maxCalls = 1_000;

type Message =
  | { readonly t: 'call'; readonly id: number; readonly m: string; readonly a: unknown }
  | { readonly t: 'tell'; readonly m: string; readonly a: unknown }
  | { readonly t: 'done'; readonly id: number; readonly v: unknown }
  | { readonly t: 'failed'; readonly id: number; readonly e: unknown }
  /** To the side that has the stream. */
  | { readonly t: 'pull'; readonly s: number; readonly n: number }
  | { readonly t: 'drop'; readonly s: number }
  /** Of the side that has the stream. */
  | { readonly t: 'end'; readonly s: number }
  | { readonly t: 'broken'; readonly s: number; readonly e: unknown };

interface Outgoing {
  /** Called with more credit, or undefined when nobody reads it any more. */
  pull(count: number | undefined): void;
}

interface Incoming {
  chunk(bytes: Uint8Array): void;
  end(cause: Error | undefined): void;
}

export function createPeer(session: () => Pick<Session, 'sendMessage' | 'sendChunk'>, handle: Handle): Peer {
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  const outgoing = new Map<number, Outgoing>();
  const incoming = new Map<number, Incoming>();
  let callCount = 0;
  let answering = 0;
  let streamCount = 0;
  let over: Error | undefined;

  const send = (message: Message): void => {
    if (over === undefined) session().sendMessage(message);
  };
  const encode = (value: unknown): unknown => encodeValue(value, addStream);
  const decode = (value: unknown): unknown => decodeValue(value, openStream);

  return {
    call(method, args) {
      if (over !== undefined) return Promise.reject(over);
      const answer = Promise.withResolvers<unknown>();
      callCount += 1;
      calls.set(callCount, answer);
      send({ t: 'call', id: callCount, m: method, a: encode(args) });
      return answer.promise;
    },
    tell: (method, args) => send({ t: 'tell', m: method, a: encode(args) }),
    end(cause) {
      over ??= cause;
      for (const answer of calls.values()) answer.reject(cause);
      for (const stream of incoming.values()) stream.end(cause);
      for (const stream of outgoing.values()) stream.pull(undefined);
      for (const all of [calls, incoming, outgoing]) all.clear();
    },
    events: {
      message: (body) => take(body as Message),
      chunk: (stream, bytes) => incoming.get(stream)?.chunk(bytes),
    },
  };

  function take(message: Message): void {
    switch (message.t) {
      case 'call':
        if (answering >= maxCalls) throw new Error(`More than ${maxCalls} questions at a time`);
        return void answer(message.id, message.m, decode(message.a) as Arguments);
      case 'tell':
        return listen(message.m, decode(message.a) as Arguments);
      case 'done':
        return settle(message.id, (call) => call.resolve(decode(message.v)));
      case 'failed':
        return settle(message.id, (call) => call.reject(fromWireError(decode(message.e))));
      case 'pull':
        return outgoing.get(message.s)?.pull(countOf(message.n));
      case 'drop':
        return outgoing.get(message.s)?.pull(undefined);
      case 'end':
        return incoming.get(message.s)?.end(undefined);
      case 'broken':
        return incoming.get(message.s)?.end(fromWireError(decode(message.e)));
      default:
        throw new Error('A message of a kind that is unknown arrived');
    }
  }

  /** What is told of something that is over is late news. */
  function listen(method: string, args: Arguments): void {
    const heard = async (): Promise<unknown> => handle(method, args);
    heard().catch(() => undefined);
  }

  async function answer(id: number, method: string, args: Arguments): Promise<void> {
    answering += 1;
    try {
      const value = await handle(method, args);
      send({ t: 'done', id, v: encode(value) });
    } catch (cause) {
      if (!(cause instanceof NoAnswer)) send({ t: 'failed', id, e: encode(toWireError(cause)) });
    } finally {
      answering -= 1;
    }
  }

  function settle(id: number, how: (call: PromiseWithResolvers<unknown>) => void): void {
    const call = calls.get(id);
    if (call === undefined) return;
    // What cannot be read is no answer: the call fails with the session
    how(call);
    calls.delete(id);
  }

  function addStream(source: AsyncIterable<Uint8Array>): number {
    if (outgoing.size >= maxStreams) throw new Error(`More than ${maxStreams} contents are open`);
    streamCount += 1;
    const stream = streamCount;
    let credit = 0;
    let isDropped = false;
    let wake: (() => void) | undefined;
    let isPumping = false;
    const room = async (): Promise<boolean> => {
      while (credit === 0 && !isDropped) await new Promise<void>((resolve) => (wake = resolve));
      credit -= 1;
      return !isDropped;
    };
    const pump = async (): Promise<void> => {
      try {
        for await (const part of source) {
          for (let at = 0; at < part.byteLength; at += maxChunkBytes) {
            if (!(await room())) return;
            session().sendChunk(stream, part.subarray(at, at + maxChunkBytes));
          }
        }
        send({ t: 'end', s: stream });
      } catch (cause) {
        send({ t: 'broken', s: stream, e: encode(toWireError(cause)) });
      } finally {
        outgoing.delete(stream);
      }
    };
    outgoing.set(stream, {
      pull(count) {
        if (count === undefined) {
          isDropped = true;
          if (!isPumping) outgoing.delete(stream);
        } else {
          // Whoever asks for more than they take would have it kept here
          credit = Math.min(credit + count, window);
          if (!isPumping) void pump();
          isPumping = true;
        }
        wake?.();
      },
    });
    return stream;
  }

  /** Read once. */
  function openStream(stream: number): AsyncIterable<Uint8Array> {
    if (incoming.size >= maxStreams) throw new Error(`More than ${maxStreams} contents are open`);
    const chunks: Uint8Array[] = [];
    let asked = 0;
    const ask = (count: number): void => {
      asked += count;
      send({ t: 'pull', s: stream, n: count });
    };
    let end: { readonly cause: Error | undefined } | undefined;
    let wake: (() => void) | undefined;
    incoming.set(stream, {
      chunk(bytes) {
        if (asked === 0 || bytes.byteLength > maxChunkBytes) {
          throw new Error('More of a content arrived than was asked for');
        }
        asked -= 1;
        chunks.push(bytes);
        wake?.();
      },
      end(cause) {
        end ??= { cause };
        incoming.delete(stream);
        wake?.();
      },
    });
    return read();

    async function* read(): AsyncIterable<Uint8Array> {
      try {
        if (over !== undefined) throw over;
        ask(window);
        for (;;) {
          const chunk = chunks.shift();
          if (chunk !== undefined) {
            yield chunk;
            ask(1);
          } else if (end === undefined) {
            await new Promise<void>((resolve) => (wake = resolve));
          } else {
            if (end.cause !== undefined) throw end.cause;
            return;
          }
        }
      } finally {
        if (end === undefined) send({ t: 'drop', s: stream });
        incoming.delete(stream);
      }
    }
  }
}

/** Throws for what is no number of chunks: one that is never used up would have a whole file kept here. */
function countOf(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw new Error('No number of chunks was asked for');
  return value as number;
}
