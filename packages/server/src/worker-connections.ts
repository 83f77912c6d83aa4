/** Where workers of their own connect: a WebSocket on the port of the API, opened with a token of a worker group. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { admitWorker, maxFrameBytes, type Deps } from '@windhover/services';
import { WebSocketServer, type WebSocket } from 'ws';
import { requestTarget } from './tenant-path.ts';
import { withRests, type Rests } from './with-rests.ts';
import { toWorkerSocket } from './worker-socket.ts';

/** Below `/api/v1`. */
export const workersPath = '/instance/workers/connect';

/** Whether a request is of a worker that connects; others that name a protocol are answered as if they had not. */
export function isOfWorker(request: IncomingMessage, contextPath: string): boolean {
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
  return requestTarget(request.url ?? '/', contextPath).url.replace(/\?.*$/, '') === `/instance${workersPath}`;
}

/** Answers what ends all connections at once. */
export function serveWorkers(server: Server, deps: Deps): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    admit(request).then(
      (token) => {
        if (token === undefined) return refuse(socket, '401 Unauthorized');
        return sockets.handleUpgrade(request, socket, head, (opened) =>
          deps.host.workers.accept(token, withRests(toWorkerSocket(opened), restsOf(opened))),
        );
      },
      () => refuse(socket, '503 Service Unavailable'),
    );
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
  };

  async function admit({ headers }: IncomingMessage) {
    const shown = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return shown === undefined ? undefined : admitWorker(deps, shown);
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function restsOf(socket: WebSocket): Rests {
  return {
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    now: () => performance.now(),
    after: (delayMs, run) => void setTimeout(run, delayMs),
  };
}
