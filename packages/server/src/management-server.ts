/** The second port: up or down, and nothing more to anyone who reaches it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deps } from '@windhover/services';

const paths: ReadonlySet<string> = new Set(['/health', '/health/liveness', '/health/readiness']);

export interface ManagementServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `isReady` false: 503 on readiness and health, while the process as such is alive. */
export async function startManagementServer(
  options: { readonly host: string; readonly port: number },
  deps: Pick<Deps, 'store'>,
): Promise<ManagementServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (!paths.has(path)) answer(404, { message: 'Not Found' });
    else if (path === '/health/liveness') answer(200, { status: 'UP' });
    else
      isUp(deps).then(
        (up) => answer(up ? 200 : 503, { status: up ? 'UP' : 'DOWN' }),
        () => answer(503, { status: 'DOWN' }),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

/** The store answers. */
async function isUp({ store }: Pick<Deps, 'store'>): Promise<boolean> {
  await store.getSetting('instance.id');
  return true;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
