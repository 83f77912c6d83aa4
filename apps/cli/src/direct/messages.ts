/** What is said over the socket: one JSON value a line. */
import type { JsonObject } from '@windhover/model';
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';

export type InstanceRequest =
  /** Who holds the data directory? The connection stays open for as long as they do. */
  { readonly kind: 'who' } | { readonly kind: 'run'; readonly command: string; readonly args: JsonObject };

export type InstanceReply =
  | { readonly kind: 'holder'; readonly role: HolderRole; readonly pid: number }
  | { readonly kind: 'out'; readonly line: string }
  | { readonly kind: 'err'; readonly line: string }
  | { readonly kind: 'exit'; readonly code: number };

/** A server stays; a command that had to open the store itself is gone in a moment. */
export type HolderRole = 'server' | 'command';

export function send(socket: Socket, message: InstanceRequest | InstanceReply): void {
  // A reader that went away needs no answer.
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** The messages of the other side, until it ends. Anything that is no JSON ends the iteration with an error. */
export async function* received<Message>(socket: Socket): AsyncGenerator<Message> {
  for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) yield JSON.parse(line) as Message;
}
