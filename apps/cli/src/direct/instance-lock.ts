/**
 * One process a data directory: whoever has bound the socket in it. Through the same socket it carries out the commands
 * of others, who must not open the store beside it.
 */
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { CommandFailed } from '../command.ts';
import { findHolder } from './ask-instance.ts';
import { received, send, type HolderRole, type InstanceRequest } from './messages.ts';
import { socketAddress, type SocketAddress } from './socket-address.ts';

export interface CommandOutput {
  print(line: string): void;
  complain(line: string): void;
}

/** Carries out a direct command that somebody else sent; answers its exit code. */
export type CarryOut = (request: InstanceRequest & { readonly kind: 'run' }, output: CommandOutput) => Promise<number>;

export interface InstanceLock {
  /** Waits for commands under way, then lets the folder go. Idempotent. */
  release(): Promise<void>;
}

/** A command holds the folder for a moment only. */
const longestCommandMs = 30_000;

/** Another process holds the folder. */
export class FolderInUse extends CommandFailed {}

/** Throws `FolderInUse` when another process holds the folder; a server waits for commands to end. Makes the folder. */
export async function lockInstance(dataDirectory: string, role: HolderRole, carryOut: CarryOut): Promise<InstanceLock> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const place = socketAddress(dataDirectory);
  const sockets = new Set<Socket>();
  const underWay = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const work: Promise<void> = serve(socket, role, carryOut).finally(() => underWay.delete(work));
    underWay.add(work);
  });
  await bind(server, place, dataDirectory, role);
  let released: Promise<void> | undefined;
  return {
    release() {
      released ??= (async () => {
        const closing = new Promise((resolve) => server.close(resolve));
        await Promise.all(underWay);
        for (const socket of sockets) socket.destroy();
        await closing;
        place.release();
      })();
      return released;
    },
  };
}

async function bind(server: Server, place: SocketAddress, dataDirectory: string, role: HolderRole): Promise<void> {
  const deadline = performance.now() + longestCommandMs;
  while (!(await listens(server, place))) {
    const holder = await findHolder(dataDirectory);
    if (holder === undefined) {
      await removeStale(place, dataDirectory);
      continue;
    }
    if (role === 'server' && holder.role === 'command' && performance.now() < deadline) {
      await holder.gone(deadline - performance.now());
      continue;
    }
    throw new FolderInUse(
      `Another ${holder.role} (process ${holder.pid}) works on '${dataDirectory}': stop it first, or choose another folder with kestra.storage.local.base-path`,
    );
  }
}

function listens(server: Server, { address, file }: SocketAddress): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    // The socket is bound within the call: from its first moment on it is ours alone.
    const before = isMainThread ? process.umask(0o077) : undefined;
    server.listen(address, () => {
      server.off('error', onError);
      chmodSync(file, 0o600);
      resolve(true);
    });
    if (before !== undefined) process.umask(before);
  });
}

/**
 * Removes the socket of a process that was killed. It is moved aside and asked once more: somebody else may have removed
 * the old one in this very moment and bound a new one, which goes back to its place.
 */
async function removeStale({ file }: SocketAddress, dataDirectory: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  if (!tolerating('ENOENT', () => renameSync(file, aside))) return;
  const name = basename(aside);
  if ((await findHolder(dataDirectory, name)) !== undefined) tolerating('EEXIST', () => linkSync(aside, file));
  rmSync(aside);
}

/** Whether the action took place; errors of another code are thrown. */
function tolerating(code: string, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}

async function serve(socket: Socket, role: HolderRole, carryOut: CarryOut): Promise<void> {
  try {
    for await (const request of received<InstanceRequest>(socket)) {
      switch (request.kind) {
        case 'who':
          send(socket, { kind: 'holder', role, pid: process.pid });
          socket.resume();
          return; // stays open: its end tells that we are gone
        case 'run': {
          const code = await carryOut(request, {
            print: (line) => send(socket, { kind: 'out', line }),
            complain: (line) => send(socket, { kind: 'err', line }),
          });
          send(socket, { kind: 'exit', code });
          socket.end();
          return;
        }
      }
    }
  } catch {
    socket.destroy(); // no message of ours, or a client that went away
  }
}
