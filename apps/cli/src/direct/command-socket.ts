/**
 * The socket in the data directory, through which the process that has the store open carries out the commands of
 * others. Whoever listens holds the store, whose own lock keeps everybody else out: what lies there is nobody else's.
 */
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { received, send, type HolderRole, type InstanceRequest } from './messages.ts';
import { socketAddress } from './socket-address.ts';

export interface CommandOutput {
  print(line: string): void;
  complain(line: string): void;
}

/** Carries out a direct command that somebody else sent; answers its exit code. */
export type CarryOut = (request: InstanceRequest & { readonly kind: 'run' }, output: CommandOutput) => Promise<number>;

export interface CommandSocket {
  /** Takes no command any more, and waits for those under way. */
  drain(): Promise<void>;
  /** Drains and removes the socket. Idempotent. */
  close(): Promise<void>;
}

interface Holding {
  readonly role: HolderRole;
  readonly carryOut: CarryOut;
  isEnding(): boolean;
}

/** The caller holds the store of the folder until the socket is closed. */
export async function openCommandSocket(
  dataDirectory: string,
  role: HolderRole,
  carryOut: CarryOut,
): Promise<CommandSocket> {
  const place = socketAddress(dataDirectory);
  const sockets = new Set<Socket>();
  const underWay = new Set<Promise<unknown>>();
  let isEnding = false;
  const tracked: CarryOut = (request, output) => {
    const work = carryOut(request, output).finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, { role, carryOut: tracked, isEnding: () => isEnding }).catch(() => socket.destroy());
  });
  await takeOver(server, place);

  const drain = async (): Promise<void> => {
    isEnding = true;
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  const close = async (): Promise<void> => {
    await drain();
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroySoon(); // once what was written is on its way
    await closed;
    place.release();
  };
  let closed: Promise<void> | undefined;
  return { drain, close: () => (closed ??= close()) };
}

const mostTries = 10;

/** From a process that was killed, or from another server of the same folder, which may be starting at this moment. */
async function takeOver(server: Server, { file, address }: { file: string; address: string }): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    rmSync(file, { force: true });
    try {
      return await listen(server, address);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === mostTries) throw error;
    }
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The socket is bound within the call: from its first moment on it is ours alone (0600).
    const before = isMainThread ? process.umask(0o177) : undefined;
    server.listen(address, resolve);
    if (before !== undefined) process.umask(before);
  });
}

/** Rejects for what is no message of ours. */
async function serve(socket: Socket, { role, carryOut, isEnding }: Holding): Promise<void> {
  for await (const request of received<InstanceRequest>(socket)) {
    switch (request.kind) {
      case 'who':
        send(socket, { kind: 'holder', role, isEnding: isEnding() });
        socket.end();
        return;
      case 'run': {
        if (isEnding()) {
          socket.destroy(); // not begun: whoever asked tries again
          return;
        }
        send(socket, { kind: 'begun' });
        const output: CommandOutput = {
          print: (line) => send(socket, { kind: 'out', line }),
          complain: (line) => send(socket, { kind: 'err', line }),
        };
        const code = await carryOut(request, output).catch((error: unknown) => {
          output.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
          return 1;
        });
        send(socket, { kind: 'exit', code });
        socket.end();
        return;
      }
    }
  }
}
