/** The first connection: waits for a server that is about to start, and finds out whether it speaks TLS. */
import { DatabaseUnavailable } from '@windhover/model';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { ConnectionAddress } from './connection-address.ts';
import { toConnectError } from './database-errors.ts';

export interface ReachOptions {
  readonly address: ConnectionAddress;
  /** For one attempt. */
  readonly connectTimeoutMs: number;
  /** How long a server may stay away before this is given up; 0: one attempt. */
  readonly waitMs: number;
}

export interface Reached {
  readonly client: Client;
  /** With which others connect. */
  readonly config: ClientConfig;
}

const betweenAttemptsMs = 500;
const noTls = 'The server does not support SSL connections';

/** Throws `DatabaseUnavailable`: at once when the server answers and refuses, after `waitMs` when none answers. */
export async function reachDatabase({ address, connectTimeoutMs, waitMs }: ReachOptions): Promise<Reached> {
  const deadline = performance.now() + waitMs;
  let config = configOf(address, connectTimeoutMs);
  for (;;) {
    try {
      return { client: await connect(config), config };
    } catch (error) {
      if (address.sslMode === 'prefer' && config.ssl !== false && (error as Error).message === noTls) {
        config = { ...config, ssl: false };
      } else if (!isAway(error) || performance.now() >= deadline) {
        throw toConnectError(error, databaseName(address));
      } else {
        await sleep(betweenAttemptsMs);
      }
    }
  }
}

/** For messages: never with a password. */
export function databaseName({ host, port, database }: ConnectionAddress): string {
  return `${host}:${String(port)}/${database}`;
}

function configOf(address: ConnectionAddress, connectTimeoutMs: number): ClientConfig {
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    // absent: who runs this process, as everywhere with PostgreSQL
    ...(address.user !== undefined && { user: address.user }),
    password: address.password ?? '',
    application_name: address.applicationName ?? 'windhover',
    connectionTimeoutMillis: connectTimeoutMs,
    ssl: address.tls ?? false,
  };
}

async function connect(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  client.on('error', () => undefined); // the query under way is told as well
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined); // it never was open
    throw error;
  }
}

/** Nothing listens there, or it is starting: this may change by itself. */
function isAway(error: unknown): boolean {
  const { code, severity } = error as { readonly code?: string; readonly severity?: string };
  if (severity !== undefined) return code === '57P03' || code === '53300';
  const { message } = error as Error;
  return message !== noTls && !/certificate|SSL|TLS|altnames/i.test(message) && !(error instanceof DatabaseUnavailable);
}
