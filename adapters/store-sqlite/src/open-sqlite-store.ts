import { type CrashAt, rememberScopes, type Store } from '@windhover/ports';
import { instanceStores, openTenantKeys, tenantScope } from '@windhover/sql';
import { resolve } from 'node:path';
import { migrations } from '../migrations/index.ts';
import { Checkpoints } from './checkpoints.ts';
import { openForWriting, type Durability } from './connection.ts';
import { dialect } from './dialect.ts';
import { migrate } from './migrate.ts';
import { PointReads } from './point-reads.ts';
import { Reader } from './reader.ts';
import { shardStore } from './shards/shard-store.ts';
import { sqlReads } from './sql-reads.ts';
import { sqlWrite } from './sql-write.ts';
import { stepsOf, writeOp } from './step.ts';
import { prepareStoreFile } from './store-file.ts';
import { lockStore } from './store-lock.ts';
import { Writer } from './writer.ts';

export interface SqliteStoreOptions {
  /** The database file; it and its folder are made where missing. */
  readonly path: string;
  /** `relaxed` may lose the last 0.2 s in a power cut, never more and never consistency. Default `strict`. */
  readonly durability?: Durability;
  /** Who opens it, for the message that a second opener gets: host and role, say. */
  readonly owner: string;
  /** Key of the chain of audit logs, at most 64 bytes, asked for at each entry. Default: none. */
  readonly auditKey?: () => Uint8Array | undefined;
  /** Where system flows live; lists filtered by scope tell them apart by it. Default `system`. */
  readonly systemNamespace?: string;
  /** How many rows a search looks through that no index answers. Default 100,000. */
  readonly searchReach?: number;
  /**
   * A commit failed: every waiting and later write rejects with `StoreBroken`. The process should report itself
   * unhealthy and exit; opening the file anew shows what was committed.
   */
  readonly onBroken?: (error: Error) => void;
  /** For tests of recovery. */
  readonly crashAt?: CrashAt | undefined;
}

/**
 * Opens the store in its file, brings its schema up to date, and keeps every other process out until it is closed.
 * Throws `StoreInUse`, `MigrationChanged`, `StoreTooNew`, or what the file system says.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { durability = 'strict', owner, systemNamespace = 'system', onBroken = () => undefined } = options;
  const { auditKey = () => undefined, searchReach = 100_000 } = options;
  const path = resolve(options.path);
  prepareStoreFile(path);
  const lock = lockStore(path, owner);
  try {
    bringUpToDate(path, durability, options.crashAt);
  } catch (error) {
    lock.release();
    throw error;
  }

  const checkpoints = new Checkpoints(path);
  const writer = new Writer({ path, durability }, { commit: () => checkpoints.due(), broken: onBroken });
  const reader = new Reader(path);
  const points = new PointReads(path);
  const database = { reads: sqlReads(points, reader), dialect, write: sqlWrite };

  const close = async (): Promise<void> => {
    await writer.drain();
    await Promise.all([reader.close(), checkpoints.close()]);
    points.close();
    await writer.close(); // the last connection empties the log of writes and takes it away
    lock.release();
  };
  let closed: Promise<void> | undefined;
  const tenantKeys = await openTenantKeys(database.reads).catch(async (cause: unknown) => {
    await close();
    throw cause;
  });

  return {
    ...instanceStores({ ...database, writeEnd: (_, ...steps) => sqlWrite(...steps) }),
    tenantKeys,
    shards: shardStore(writer, points, database.reads),
    scope: rememberScopes((key) => tenantScope(key, { ...database, systemNamespace, searchReach, auditKey })),
    // Nobody else has the store.
    announce: () => writeOp(),
    otherServers: async () => [],
    async write(operations) {
      await writer.apply(operations.flatMap(stepsOf));
    },
    close: () => (closed ??= close()),
  };
}

function bringUpToDate(path: string, durability: Durability, crashAt?: CrashAt): void {
  const connection = openForWriting(path, durability);
  try {
    migrate(connection, path, migrations, crashAt);
  } finally {
    connection.close();
  }
}
