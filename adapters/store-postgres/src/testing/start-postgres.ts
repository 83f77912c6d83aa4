/**
 * A PostgreSQL server of one's own, for tests: its data in a temporary folder, on a free port of the loopback address, with
 * fsync as it is by default. PostgreSQL refuses to run as root, so there another user of the system runs it.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export interface PostgresServer {
  readonly port: number;
  /** Of an ordinary user, to whom the databases belong. */
  url(database: string): string;
  /** Of the superuser. */
  adminUrl(database: string): string;
  /** An empty database; answers its address. */
  createDatabase(): Promise<string>;
  /** Ends the server process, `kill` as by SIGKILL; `start` brings it back on the same port with the same data. */
  halt(mode: 'fast' | 'immediate' | 'kill'): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const haltSignals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;

/** Throws when no PostgreSQL is installed: a suite that needs one must not pass without. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findBinaries();
  const identity = ordinaryIdentity();
  const folder = await mkdtemp(join(tmpdir(), 'windhover-postgres-'));
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid!);
  const data = join(folder, 'data');
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'admin', '--auth=trust', '--encoding=UTF8'], {
    ...identity,
    env,
    cwd: folder,
    stdio: 'pipe',
  });
  const port = await freePort();
  let server: ChildProcess | undefined;
  let databases = 0;

  const adminUrl = (database: string): string => `postgresql://admin@127.0.0.1:${String(port)}/${database}`;
  const url = (database: string): string => `postgresql://windhover@127.0.0.1:${String(port)}/${database}`;

  function spawnServer(): ChildProcess {
    const parameters = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder];
    return spawn(join(bin, 'postgres'), parameters, { ...identity, env, cwd: folder, stdio: 'ignore' });
  }

  async function start(): Promise<void> {
    server = spawnServer();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return void (await asAdmin(adminUrl('postgres'), 'select 1'));
      } catch (error) {
        if (attempt === 600) throw error;
        // what a killed one had begun still lets go of its memory
        if (server.exitCode !== null) server = spawnServer();
        await sleep(50); // there is no other sign of a server that is ready
      }
    }
  }

  async function halt(mode: 'fast' | 'immediate' | 'kill'): Promise<void> {
    if (server === undefined || server.exitCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(haltSignals[mode]);
    await exited;
    server = undefined;
  }

  await start();
  await asAdmin(adminUrl('postgres'), 'create role windhover login');
  return {
    port,
    url,
    adminUrl,
    async createDatabase() {
      databases += 1;
      const name = `test_${String(databases)}`;
      await asAdmin(adminUrl('postgres'), `create database ${name} owner windhover`);
      return url(name);
    },
    halt,
    start,
    async stop() {
      await halt('immediate');
      await rm(folder, { recursive: true });
    },
  };
}

/** A bare connection; to be ended by the caller. */
export async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // the statement under way is told as well
  await client.connect();
  return client;
}

/** One statement on a connection of its own; answers its rows. */
export async function asAdmin(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = await connectTo(url);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Where Debian and others put them, newest first, unless POSTGRES_BIN says where. */
function findBinaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [
    process.env['POSTGRES_BIN'],
    ...versions.map((version) => join(root, version, 'bin')),
    '/usr/local/bin',
  ];
  const found = folders.find((folder) => folder !== undefined && existsSync(join(folder, 'initdb')));
  if (found === undefined) {
    throw new Error(
      `PostgreSQL 15 or newer is needed for these tests: install the package 'postgresql', or name the folder of initdb in POSTGRES_BIN`,
    );
  }
  return found;
}

/** Of the user as whom a program runs that refuses to run as root; empty: as who runs the tests. */
export function ordinaryIdentity(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
