/** Servers of their own processes that share one PostgreSQL database and one folder of storage. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrashPoint } from '@windhover/ports';
import { connectTo, startPgBouncer, startPostgres, type PostgresServer } from '@windhover/store-postgres/testing';
import { startServer, type StartServerOptions, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll } from 'vitest';

export interface Cluster {
  readonly postgres: PostgresServer;
  /** Another server on the same database; `crashAt` is where it dies. */
  start(crashAt?: `${CrashPoint}:${number}`, options?: Pick<StartServerOptions, 'role'>): Promise<TestServer>;
  /** How many shards each server has, the most first. */
  shares(): Promise<readonly number[]>;
}

/** How long a server may be silent: short, so that a paused one is replaced within a test. */
export const takeOverAfterMs = 2_500;

export interface ClusterOptions extends Pick<StartServerOptions, 'tenancy'> {
  /** Servers reach the database through a proxy that pools by transaction, and no other way. */
  readonly isPooled?: boolean;
}

/** The returned function gives it within tests. */
export function sharedCluster({ isPooled = false, ...options }: ClusterOptions = {}): () => Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-cluster-'));
  const started: { stop(): Promise<void> }[] = [];
  let cluster: Cluster | undefined;
  beforeAll(async () => {
    const postgres = await startPostgres();
    started.push(postgres);
    const url = await postgres.createDatabase();
    if (!isPooled) return void (cluster = clusterOn(postgres, { url, reached: url, folder }, options));
    const proxy = await startPgBouncer(postgres);
    started.push(proxy);
    cluster = clusterOn(postgres, { url, reached: proxy.url(url), folder }, options);
  });
  afterAll(async () => {
    for (const program of started.toReversed()) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => cluster!;
}

interface Places {
  readonly url: string;
  /** The address that servers are given. */
  readonly reached: string;
  readonly folder: string;
}

function clusterOn(
  postgres: PostgresServer,
  { url, reached, folder }: Places,
  options: Pick<StartServerOptions, 'tenancy'>,
): Cluster {
  let servers = 0;
  return {
    postgres,
    start(crashAt, special) {
      servers += 1;
      return startServer({
        ...options,
        ...special,
        kind: 'process',
        ...(crashAt !== undefined && { env: { WINDHOVER_CRASH_AT: crashAt } }),
        dataDirectory: join(folder, String(servers)),
        configuration: {
          'kestra.repository.type': 'postgres',
          'kestra.queue.type': 'postgres',
          'kestra.storage.type': 'local',
          'kestra.storage.local.base-path': join(folder, 'storage'),
          'kestra.server.lease.duration': `${takeOverAfterMs}ms`,
          'datasources.postgres.url': reached,
        },
      });
    },
    async shares() {
      const client = await connectTo(url);
      try {
        await client.query(`set windhover.role = 'engine'`);
        const { rows } = await client.query<{ count: string }>(
          'select count(*) from shards where holder is not null group by holder order by 1 desc',
        );
        return rows.map(({ count }) => Number(count));
      } finally {
        await client.end();
      }
    },
  };
}
