import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '@windhover/testing';
import { onTestFinished } from 'vitest';

/** A way to a server that can be cut: connections break, and new ones are refused until it is whole again. */
export async function cuttableProxy(
  target: string,
): Promise<{ readonly url: string; cut(): void; mend(target?: string): void }> {
  let { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const own = await listenOnLoopback(server);
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${own}`,
    cut,
    mend(next = target) {
      ({ hostname, port } = new URL(next));
      isCut = false;
    },
  };
}
