import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => void (handler = next),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
