import type { TenantKey } from '@windhover/model';
import { rememberScopes, type Store, type TenantScope } from '@windhover/ports';
import {
  allAudit,
  auditStore,
  flowStore,
  logStore,
  metricStore,
  tenantReads,
  type InstanceDeps,
  type ScopeDeps,
} from '@windhover/sql';
import { resolve } from 'node:path';
import { migrations } from '../migrations/index.ts';
import { accessStore } from './access/access-store.ts';
import { allAccess } from './access/all-access.ts';
import { allInvitations, invitationStore } from './access/invitation-store.ts';
import { Checkpoints } from './checkpoints.ts';
import { openForWriting, type Durability } from './connection.ts';
import { dialect } from './dialect.ts';
import { executionStore } from './executions/execution-store.ts';
import { identityStore } from './identity/identity-store.ts';
import { migrate } from './migrate.ts';
import { kvStore } from './namespaces/kv-store.ts';
import { namespaceStore } from './namespaces/namespace-store.ts';
import { secretStore } from './namespaces/secret-store.ts';
import { PointReads } from './point-reads.ts';
import { Reader } from './reader.ts';
import { settings } from './settings.ts';
import { shardStore } from './shards/shard-store.ts';
import { sqlReads } from './sql-reads.ts';
import { instanceWrite, tenantWrites } from './sql-writes.ts';
import { stepsOf } from './step.ts';
import { prepareStoreFile } from './store-file.ts';
import { lockStore } from './store-lock.ts';
import { tenantStore } from './tenants/tenant-store.ts';
import { triggerStore } from './triggers/trigger-store.ts';
import { triggerWindowStore } from './triggers/trigger-window-store.ts';
import { Writer } from './writer.ts';

export interface SqliteStoreOptions {
  /** The database file; it and its folder are made where missing. */
  readonly path: string;
  /** `relaxed` may lose the last 0.2 s in a power cut, never more and never consistency. Default `strict`. */
  readonly durability?: Durability;
  /** Who opens it, for the message that a second opener gets: host and role, say. */
  readonly owner: string;
  /** Where system flows live; lists filtered by scope tell them apart by it. Default `system`. */
  readonly systemNamespace?: string;
  /**
   * A commit failed: every waiting and later write rejects with `StoreBroken`. The process should report itself
   * unhealthy and exit; opening the file anew shows what was committed.
   */
  readonly onBroken?: (error: Error) => void;
}

/**
 * Opens the store in its file, brings its schema up to date, and keeps every other process out until it is closed.
 * Throws `StoreInUse`, `MigrationChanged`, `StoreTooNew`, or what the file system says.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { durability = 'strict', owner, systemNamespace = 'system', onBroken = () => undefined } = options;
  const path = resolve(options.path);
  prepareStoreFile(path);
  const lock = lockStore(path, owner);
  try {
    bringUpToDate(path, durability);
  } catch (error) {
    lock.release();
    throw error;
  }

  const checkpoints = new Checkpoints(path);
  const writer = new Writer({ path, durability }, { commit: () => checkpoints.due(), broken: onBroken });
  const reader = new Reader(path);
  const points = new PointReads(path);
  const reads = sqlReads(points, reader);
  const ofInstance: InstanceDeps = { reads, dialect, write: instanceWrite };

  const scope = rememberScopes((key: TenantKey): TenantScope => {
    const deps = { key, points, reader, systemNamespace };
    const shared: ScopeDeps = {
      tenant: { tenantKey: key },
      reads: tenantReads(key, reads),
      dialect,
      systemNamespace,
      ...tenantWrites(key),
    };
    return {
      key,
      flows: flowStore(shared),
      executions: executionStore(shared),
      logs: logStore(shared),
      metrics: metricStore(shared),
      access: accessStore(deps),
      audit: auditStore(shared),
      invitations: invitationStore(deps),
      triggers: triggerStore(deps),
      triggerWindows: triggerWindowStore(key, points),
      namespaces: namespaceStore(key, points, reader),
      kv: kvStore(key, points, reader),
      secrets: secretStore(key, points, reader),
    };
  });
  const close = async (): Promise<void> => {
    await writer.drain();
    await Promise.all([reader.close(), checkpoints.close()]);
    points.close();
    await writer.close(); // the last connection empties the log of writes and takes it away
    lock.release();
  };
  let closed: Promise<void> | undefined;

  return {
    tenants: tenantStore(points, reader),
    identity: identityStore(points, reader),
    access: allAccess(points),
    audit: allAudit(ofInstance),
    invitations: allInvitations(points),
    shards: shardStore(writer, points, reader),
    scope,
    async write(operations) {
      await writer.apply(operations.flatMap(stepsOf));
    },
    ...settings(points),
    close: () => (closed ??= close()),
  };
}

function bringUpToDate(path: string, durability: Durability): void {
  const connection = openForWriting(path, durability);
  try {
    migrate(connection, path, migrations);
  } finally {
    connection.close();
  }
}
