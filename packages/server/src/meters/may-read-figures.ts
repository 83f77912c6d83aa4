/** Figures tell of every tenant: for whoever is on this machine, and from elsewhere with the credentials of the configuration. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';

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

export function mayReadFigures(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  credentials: FigureCredentials | undefined,
): FigureAccess {
  if (isFromHere(request)) return 'allowed';
  if (credentials === undefined) return 'hidden';
  const { username, password } = credentials;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(expected)) ? 'allowed' : 'unauthenticated';
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
