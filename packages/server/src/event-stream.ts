/** Server-sent events: one JSON line a `data:`, no `event:` line, a comment every 15 s so that proxies keep the line open. */
import { showHiddenInText } from '@windhover/model';
import type { FastifyReply } from 'fastify';

export interface LiveEvent {
  /** `progress`, and `end` for the last one. */
  readonly id?: string;
  readonly data: unknown;
}

/**
 * A live reply. `open` sends through `send` until it calls `end` or the client goes away; the function it returns is
 * called exactly once then and frees what it subscribed to. It is not called for a client that has left already. Fail
 * before the first event by throwing in the handler.
 */
export class LiveStream {
  readonly open: (send: (event: LiveEvent) => void, end: () => void) => () => void;

  constructor(open: (send: (event: LiveEvent) => void, end: () => void) => () => void) {
    this.open = open;
  }
}

export const eventStreamType = 'text/event-stream';

const commentEveryMs = 15_000;
/** A client that reads slower than this much behind is let go: it will come back and start with the current state. */
const maxBehindBytes = 8 * 1024 * 1024;

/** A right that is taken away ends a stream within ten seconds. */
const checkEveryMs = 5_000;

/**
 * Takes the socket from the framework; resolves when the stream is over. `stillAllowed` is asked now and then, and
 * rejects once the caller may not see the stream any more, which ends it.
 */
export function sendLiveStream(
  reply: FastifyReply,
  stream: LiveStream,
  headers: Readonly<Record<string, string | string[]>>,
  stillAllowed: () => Promise<unknown>,
): Promise<void> {
  const { raw } = reply;
  reply.hijack();
  if (raw.destroyed) return Promise.resolve(); // the client left before: nothing would ever tell of it again
  for (const [name, value] of Object.entries(headers)) raw.setHeader(name, value);
  raw.setHeader('content-type', eventStreamType).setHeader('x-accel-buffering', 'no').writeHead(200);
  raw.flushHeaders();
  return new Promise((resolve) => {
    let close: (() => void) | undefined;
    let over = false;
    const comment = setInterval(() => raw.write(':\n\n'), commentEveryMs);
    const check = setInterval(() => void stillAllowed().catch(() => finish()), checkEveryMs);
    const finish = (): void => {
      if (over) return;
      over = true;
      clearInterval(comment);
      clearInterval(check);
      raw.end();
      close?.();
      resolve();
    };
    raw.on('close', finish);
    raw.on('error', finish);
    const send = ({ id, data }: LiveEvent): void => {
      if (over) return;
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${showHiddenInText(JSON.stringify(data))}\n\n`);
      if (raw.writableLength > maxBehindBytes) raw.destroy();
    };
    close = stream.open(send, finish);
    // `end` may have been called while opening, before there was anything to close
    if (over) close();
  });
}
