/** Figures tell of every tenant: for whoever is on this machine, and from elsewhere with the credentials of the configuration. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import type { FailedAddresses } from '@windhover/services';

export interface FigureCredentials {
  readonly username: string;
  readonly password: string;
}

/** `hidden`: from elsewhere, and the configuration has no credentials for that. */
export type FigureAccess = 'allowed' | 'unauthenticated' | 'hidden';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** What proxies say of whom they speak for. */
const ofProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

export interface FigureReaders {
  readonly credentials: FigureCredentials | undefined;
  readonly failed: FailedAddresses;
  /** Never steps. */
  readonly now: number;
}

/** Throws `TooManyRequests` for a password from an address that has sent too many wrong ones. */
export function mayReadFigures(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  { credentials, failed, now }: FigureReaders,
): FigureAccess {
  if (isFromHere(request)) return 'allowed';
  if (credentials === undefined) return 'hidden';
  const { authorization } = request.headers;
  if (authorization === undefined) return 'unauthenticated';
  // Not what a proxy says, which whoever sends it has chosen
  const address = request.socket.remoteAddress ?? '';
  failed.check(address, now);
  const { username, password } = credentials;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  if (timingSafeEqual(digest(authorization), digest(expected))) return 'allowed';
  failed.record(address, now);
  return 'unauthenticated';
}

/** Not what a proxy on this machine hands on, and no page of another site whose name was made to lead here. */
function isFromHere({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  if (ofProxies.some((name) => headers[name] !== undefined)) return false;
  const host = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(socket.remoteAddress ?? '') && (host === 'localhost' || isLoopback(host));
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return loopback.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
