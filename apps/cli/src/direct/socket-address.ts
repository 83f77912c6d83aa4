/** The socket in the data directory, at any depth of folders. */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** What fits into the system's address structure, with its end. */
const maxAddressBytes = 103;

export interface SocketAddress {
  /** To listen on or to connect to. */
  readonly address: string;
  /** The file itself. */
  readonly file: string;
  /** Ends the use of `address`. */
  release(): void;
}

/** The folder must exist. */
export function socketAddress(dataDirectory: string): SocketAddress {
  const file = join(dataDirectory, 'server.sock');
  if (Buffer.byteLength(file) <= maxAddressBytes) return { address: file, file, release: () => undefined };
  if (process.platform !== 'linux') {
    throw new Error(`The path of the data directory '${dataDirectory}' is too long for a socket: choose a shorter one`);
  }
  // Linux knows an open folder by a short name, too.
  const folder = openSync(dataDirectory, 'r');
  return { address: `/proc/self/fd/${folder}/server.sock`, file, release: () => closeSync(folder) };
}
