/**
 * The only way out for programs that have no network of their own: an HTTP proxy on a socket of the file system. It
 * connects to addresses that were checked, as the client of tasks does.
 */
import type { lookup } from 'node:dns';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AddressCheck } from './address-rules.ts';
import { AddressBlocked, demandOpenAddress, guardedLookup } from './guarded-lookup.ts';
import { RequestRateExceeded } from './request-rate.ts';

export interface FilteringProxyOptions {
  /** Asked for each request and each tunnel: what is open now. Rejects when there have been too many. */
  admit(): Promise<AddressCheck>;
  /** Of names; the system's unless a test says otherwise. */
  readonly resolve?: typeof lookup;
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly lookup: LookupFunction;
}

/** At the same time, of one run. */
const maxConnections = 256;
const idleMs = 10 * 60_000;
/** Between the proxy and either side of it, not between these. */
const hopHeaders: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
];

/** Listens at a path that nothing is at; the answer ends every connection and removes the socket. */
export async function serveFilteringProxy(path: string, options: FilteringProxyOptions): Promise<() => Promise<void>> {
  const tunnels = new Set<Duplex>();
  const server = createServer((incoming, answer) => void forward(incoming, answer, options));
  server.maxConnections = maxConnections;
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnels.add(client);
    client.once('close', () => tunnels.delete(client));
    void tunnel(incoming.url ?? '', client, head, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const client of tunnels) client.destroy();
    });
}

/** Bytes to and from a host, whatever they are. */
async function tunnel(authority: string, client: Duplex, head: Buffer, options: FilteringProxyOptions): Promise<void> {
  const url = /:\d+$/.test(authority) ? URL.parse(`http://${authority}`) : null;
  const end = (status: string, why: string): void => void client.end(`HTTP/1.1 ${status}\r\n\r\n${why}\n`);
  client.on('error', () => client.destroy());
  if (url === null || url.pathname !== '/') return end('400 Bad Request', 'CONNECT needs host:port');
  let server: Socket;
  try {
    server = connect(await targetOf(url, options));
  } catch (error) {
    return end(refusalOf(error), (error as Error).message);
  }
  if (client.destroyed) server.destroy();
  server.setTimeout(idleMs, () => server.destroy());
  client.once('close', () => server.destroy());
  server.once('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    server.write(head);
    server.pipe(client).pipe(server);
  });
  server.on('error', (error) => {
    if (server.connecting || server.bytesRead === 0) end(statusOf(error), error.message);
    else client.destroy();
  });
}

/** A request for an `http:` address. */
async function forward(
  incoming: IncomingMessage,
  answer: ServerResponse,
  options: FilteringProxyOptions,
): Promise<void> {
  const url = URL.parse(incoming.url ?? '');
  const end = (status: string, why: string): void => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(Number.parseInt(status, 10), { 'content-type': 'text/plain' }).end(`${why}\n`);
  };
  if (url?.protocol !== 'http:') return end('400', 'Ask for an http: address, or use CONNECT');
  try {
    const { host, port, lookup: checkedLookup } = await targetOf(url, options);
    const outgoing = send({
      host,
      port,
      lookup: checkedLookup,
      agent: false,
      method: incoming.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...endToEnd(incoming.headers), host: url.host },
      timeout: idleMs,
    });
    outgoing.once('timeout', () => outgoing.destroy());
    outgoing.on('error', (error) => end(statusOf(error), error.message));
    answer.on('error', () => outgoing.destroy());
    outgoing.once('response', (reply) => {
      reply.on('error', () => answer.destroy());
      try {
        // What strangers answer may be nothing that can be passed on, such as a status below 100
        answer.writeHead(reply.statusCode ?? 0, endToEnd(reply.headers));
      } catch (error) {
        reply.destroy();
        return end('502', (error as Error).message);
      }
      reply.pipe(answer);
    });
    answer.once('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  } catch (error) {
    end(refusalOf(error), (error as Error).message);
  }
}

/** Rejects for an address that is closed; a name that means such ones fails when it is looked up. */
async function targetOf({ hostname, port: text }: URL, { admit, resolve }: FilteringProxyOptions): Promise<Target> {
  const isAllowed = await admit();
  const port = Number(text === '' ? 80 : text);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  demandOpenAddress(host, port, isAllowed);
  return { host, port, lookup: guardedLookup(isAllowed, port, resolve) };
}

function refusalOf(error: unknown): string {
  return error instanceof RequestRateExceeded ? '429 Too Many Requests' : '403 Forbidden';
}

function statusOf(error: Error): string {
  return error instanceof AddressBlocked ? '403 Forbidden' : '502 Bad Gateway';
}

function endToEnd<Headers extends object>(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name))) as Headers;
}
