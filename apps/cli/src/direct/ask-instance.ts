/** Talks to whoever holds the data directory. */
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { Terminal } from '../terminal.ts';
import { received, send, type InstanceReply, type InstanceRequest } from './messages.ts';
import { socketAddress } from './socket-address.ts';

/** There is no socket; a killed process left it; its owner is about to end. */
const nobody: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET']);

/** Whether a server has the folder, and means to keep it. */
export async function isServed(dataDirectory: string): Promise<boolean> {
  const socket = await connected(dataDirectory);
  if (socket === undefined) return false;
  send(socket, { kind: 'who' });
  for await (const reply of received<InstanceReply>(socket)) {
    if (reply.kind === 'holder') return reply.role === 'server' && !reply.isEnding;
  }
  return false;
}

/** Lets the holder carry a command out; answers its exit code, or undefined when nobody began with it. */
export async function runInHolder(
  dataDirectory: string,
  request: InstanceRequest & { readonly kind: 'run' },
  terminal: Terminal,
): Promise<number | undefined> {
  const socket = await connected(dataDirectory);
  if (socket === undefined) return undefined;
  send(socket, request);
  let isBegun = false;
  for await (const reply of received<InstanceReply>(socket)) {
    switch (reply.kind) {
      case 'begun':
        isBegun = true;
        break;
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
  if (!isBegun) return undefined; // it was about to end
  terminal.complain(`The server on '${dataDirectory}' ended before the command did: check whether it took effect`);
  return 1;
}

async function connected(dataDirectory: string): Promise<Socket | undefined> {
  if (!existsSync(dataDirectory)) return undefined;
  const { address, release } = socketAddress(dataDirectory);
  return new Promise<Socket | undefined>((resolve, reject) => {
    const socket = connect(address, () => resolve(socket));
    // Once connected, an error is the end of the conversation, which its reader sees.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (nobody.has(error.code ?? '')) resolve(undefined);
      else reject(error);
    });
  }).finally(release);
}
