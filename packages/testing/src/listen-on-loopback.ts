import type { AddressInfo, Server } from 'node:net';

/** Starts a server on a free port of the loopback address; answers the port once it listens. */
export async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
