/** What is said over the socket: one JSON value a line. */
import type { JsonObject } from '@windhover/model';
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';

export type InstanceRequest =
  /** Who holds the data directory? */
  { readonly kind: 'who' } | { readonly kind: 'run'; readonly command: string; readonly args: JsonObject };

export type InstanceReply =
  /** `isEnding`: it takes no command any more. */
  | { readonly kind: 'holder'; readonly role: HolderRole; readonly isEnding: boolean }
  /** The command is being carried out. A connection that ends before this has changed nothing. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'out'; readonly line: string }
  | { readonly kind: 'err'; readonly line: string }
  | { readonly kind: 'exit'; readonly code: number };

/** A server stays; a command that had to open the store itself is gone in a moment. */
export type HolderRole = 'server' | 'command';

/** Codes of a connection whose other side went away. */
const gone: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

export function send(socket: Socket, message: InstanceRequest | InstanceReply): void {
  // A reader that went away needs no answer.
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** The messages of the other side, until it ends, gracefully or not. Throws for what is no JSON. */
export async function* received<Message>(socket: Socket): AsyncGenerator<Message> {
  try {
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) yield JSON.parse(line) as Message;
  } catch (error) {
    if (!gone.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
