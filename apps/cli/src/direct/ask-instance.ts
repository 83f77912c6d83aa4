/** Talks to whoever holds the data directory. */
import { connect, type Socket } from 'node:net';
import type { Terminal } from '../terminal.ts';
import { received, send, type HolderRole, type InstanceReply, type InstanceRequest } from './messages.ts';
import { socketAddress } from './socket-address.ts';

export interface Holder {
  readonly role: HolderRole;
  readonly pid: number;
  /** Resolves when the holder is gone, or after `timeoutMs`. */
  gone(timeoutMs: number): Promise<void>;
}

/** Undefined when nobody holds the folder; a socket that a killed process left behind is nobody. */
export async function findHolder(dataDirectory: string, name?: string): Promise<Holder | undefined> {
  const socket = await connected(dataDirectory, name);
  if (socket === undefined) return undefined;
  send(socket, { kind: 'who' });
  for await (const reply of received<InstanceReply>(socket)) {
    if (reply.kind !== 'holder') continue;
    socket.unref(); // nobody need wait for the end
    return { role: reply.role, pid: reply.pid, gone: (timeoutMs) => closed(socket, timeoutMs) };
  }
  return undefined;
}

/** Lets the holder carry a command out; answers its exit code, or undefined when there is no holder. */
export async function runInHolder(
  dataDirectory: string,
  request: InstanceRequest & { readonly kind: 'run' },
  terminal: Terminal,
): Promise<number | undefined> {
  const socket = await connected(dataDirectory);
  if (socket === undefined) return undefined;
  send(socket, request);
  for await (const reply of received<InstanceReply>(socket)) {
    switch (reply.kind) {
      case 'out':
        terminal.print(reply.line);
        break;
      case 'err':
        terminal.complain(reply.line);
        break;
      case 'exit':
        socket.end();
        return reply.code;
      case 'holder':
        break;
    }
  }
  terminal.complain(`The server on '${dataDirectory}' ended before the command did: check whether it took effect`);
  return 1;
}

function connected(dataDirectory: string, name?: string): Promise<Socket | undefined> {
  const { address, release } = socketAddress(dataDirectory, name);
  return new Promise<Socket | undefined>((resolve, reject) => {
    const socket = connect(address, () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
  }).finally(release);
}

function closed(socket: Socket, timeoutMs: number): Promise<void> {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
  }).then(() => void socket.destroy());
}
