import { DatabaseOccupied, DatabaseRightMissing } from '@windhover/model';
import { type CrashAt, rememberScopes, type Store } from '@windhover/ports';
import { instanceStores, openTenantKeys, tenantScope } from '@windhover/sql';
import type { Client } from 'pg';
import { migrations } from '../migrations/index.ts';
import { checkServer } from './connection/check-server.ts';
import { parseAddress } from './connection/connection-address.ts';
import { Connections } from './connection/connections.ts';
import { duplicateTable, insufficientPrivilege } from './connection/database-errors.ts';
import { databaseName, reachDatabase } from './connection/reach-database.ts';
import { dialect } from './dialect.ts';
import { Lanes } from './lanes.ts';
import { migrate, type MigrateOptions } from './migrate.ts';
import { Announcements, announcing } from './notices/announcements.ts';
import { endingPart, engine, instance, tenantPart, type TransactionSettings } from './part.ts';
import { readsOf } from './reads.ts';
import { thisHolder } from './shards/holder.ts';
import { Membership, timesOf, type MembershipTimes } from './shards/membership.ts';
import { shardStore } from './shards/shard-store.ts';
import { sqlReads } from './sql-reads.ts';
import { sqlWrite } from './sql-write.ts';
import { writeOp } from './step.ts';
import { Writer } from './writer.ts';

export interface PostgresStoreOptions {
  /** `jdbc:postgresql://host:port/database?…` or `postgresql://user:password@host:port/database?…`. */
  readonly url: string;
  /** These win over the address. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Where the tables are; made if missing. Absent: where the user's search path leads. */
  readonly schema?: string | undefined;
  readonly pool?: PoolLimits;
  /** How long to wait for a server that does not answer yet; default 0. */
  readonly waitForDatabaseMs?: number;
  /** Who opens it, for whoever looks into the table of servers. */
  readonly owner: string;
  /** Key of the chain of audit logs, at most 64 bytes, asked for at each entry. Default: none. */
  readonly auditKey?: () => Uint8Array | undefined;
  /** Where system flows live; lists filtered by scope tell them apart by it. Default `system`. */
  readonly systemNamespace?: string;
  /** How many rows a search looks through that no index answers. Default 100,000. */
  readonly searchReach?: number;
  /** What the operator should know, once each. */
  readonly onWarning?: (message: string) => void;
  readonly times?: Partial<MembershipTimes>;
  /** For tests of recovery. */
  readonly crashAt?: CrashAt | undefined;
}

export interface PostgresStore extends Store {
  /** For the transport between the servers on the database. */
  readonly announcements: Announcements;
}

export interface PoolLimits {
  /** At least 3: commits of the engine, writes and reads have connections of their own. Default 10. */
  readonly maxConnections?: number | undefined;
  /** Default 30 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** An idle connection is closed after this; default 10 min. */
  readonly idleTimeoutMs?: number | undefined;
  /** Default 30 min. */
  readonly maxLifetimeMs?: number | undefined;
  /** SQL for each new connection. */
  readonly initSql?: string | undefined;
}

const commitTimeoutMs = 30_000;
const readTimeoutMs = 20_000;
const writeTimeoutMs = 60_000;

/**
 * Opens the store in a PostgreSQL database and brings its schema up to date. Needs a user that may make tables, and
 * nothing else: no extension, no superuser; a proxy that pools by transaction may be between.
 * Throws `DatabaseUnavailable`, `DatabaseTooOld`, `DatabaseRightMissing`, `DatabaseOccupied`, `MigrationChanged`,
 * `StoreTooNew`, or
 * `IllegalArgument` for an address that is none. Once open, it goes on by itself when a server that was away returns.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { pool = {}, systemNamespace = 'system', searchReach = 100_000 } = options;
  const { onWarning = () => undefined, auditKey = () => undefined } = options;
  const parsed = parseAddress(options.url);
  const address = {
    ...parsed,
    user: options.username ?? parsed.user,
    password: options.password ?? parsed.password,
    schema: options.schema ?? parsed.schema,
  };
  const database = databaseName(address);
  const connectTimeoutMs = pool.connectTimeoutMs ?? 30_000;
  const { client, config } = await reachDatabase({
    address,
    connectTimeoutMs,
    waitMs: options.waitForDatabaseMs ?? 0,
  });
  try {
    for (const warning of await bringUpToDate(client, {
      database,
      schema: address.schema,
      migrations,
      crashAt: options.crashAt,
    }))
      onWarning(warning);
  } finally {
    await client.end();
  }

  const connections = new Connections({
    config: {
      ...config,
      idleTimeoutMillis: pool.idleTimeoutMs ?? 600_000,
      maxLifetimeSeconds: Math.ceil((pool.maxLifetimeMs ?? 1_800_000) / 1_000),
    },
    database,
    maxConnections: pool.maxConnections ?? 10,
    preparedStatements: address.preparedStatements,
    initSql: pool.initSql,
  });
  const within = (statementTimeoutMs: number): TransactionSettings => ({ schema: address.schema, statementTimeoutMs });
  const lanes = new Lanes();
  const announcements = new Announcements({ connections, settings: within(commitTimeoutMs) });
  const writer = new Writer({
    connections,
    lanes,
    settings: within(writeTimeoutMs),
    announced: (message, version) => announcements.wasStored(message, version),
  });
  const membership = new Membership({
    connections,
    settings: within(commitTimeoutMs),
    announcements,
    holder: thisHolder(options.owner, crypto.randomUUID()),
    times: timesOf(options.times),
  });
  const ofInstance = readsOf(connections, instance, within(readTimeoutMs));
  const ofEngine = readsOf(connections, engine, within(commitTimeoutMs));

  const scope = rememberScopes((key) => {
    const part = tenantPart(key);
    const reads = sqlReads(readsOf(connections, part, within(readTimeoutMs)));
    return tenantScope(key, { reads, dialect, systemNamespace, searchReach, auditKey, write: sqlWrite(part) });
  });
  const close = async (): Promise<void> => {
    await lanes.idle();
    await membership.leave();
    await connections.close();
  };
  let closed: Promise<void> | undefined;
  const tenantKeys = await openTenantKeys(sqlReads(ofInstance)).catch(async (cause: unknown) => {
    await close();
    throw cause;
  });

  return {
    ...instanceStores({
      reads: sqlReads(ofInstance),
      dialect,
      write: sqlWrite(instance),
      writeEnd: (key, ...steps) => sqlWrite(endingPart(key))(...steps),
    }),
    tenantKeys,
    shards: shardStore({ connections, lanes, membership, reads: ofEngine, settings: within(commitTimeoutMs) }),
    scope,
    announcements,
    otherServers: () => membership.others(),
    announce: (message) => writeOp(announcing(JSON.stringify(message))),
    write: (operations) => writer.write(operations),
    close: () => (closed ??= close()),
  };
}

/** Answers warnings. */
async function bringUpToDate(client: Client, options: MigrateOptions): Promise<readonly string[]> {
  const { database } = options;
  try {
    const warnings = await checkServer(client, database);
    await migrate(client, options);
    return warnings;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (code === duplicateTable) throw new DatabaseOccupied({ database, reason: message }, { cause: error });
    if (code !== insufficientPrivilege) throw error;
    throw new DatabaseRightMissing({ database, user: client.user ?? '', reason: message }, { cause: error });
  }
}
