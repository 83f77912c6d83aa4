import { createServer, type RequestListener } from 'node:http';
import { listenOnLoopback } from '@windhover/testing';

export interface Listening {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Until then everything is answered 503. */
  serve(handler: RequestListener): void;
  close(): void;
}

/** A port of this machine, known before what answers there is. */
export async function listen(): Promise<Listening> {
  let handler: RequestListener = (_, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  return {
    url: `http://127.0.0.1:${await listenOnLoopback(server)}`,
    serve: (next) => void (handler = next),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
