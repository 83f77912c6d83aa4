/** Adapters meet ports: the store and the transport that the configuration asks for. */
import type { CrashAt, Store, Transport } from '@windhover/ports';
import { openMemoryTransport } from '@windhover/transport-memory';
import type { Configuration } from '../configuration/configuration.ts';
import { postgresSettings, usesPostgres } from '../configuration/database-settings.ts';
import type { StorageLayout } from '../configuration/storage-layout.ts';
import type { Logger } from './logger.ts';

export interface Parts {
  readonly store: Store;
  readonly transport: Transport;
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly configuration: Configuration;
  readonly layout: StorageLayout;
  /** Who opens the store, for the message that a second opener gets. */
  readonly owner: string;
  readonly logger: Logger;
  /** Key of the chain of audit logs, asked for at each entry. */
  auditKey(): Uint8Array;
  /** The store lost its file or its right: nothing that is asked from now on can be promised. */
  onBroken(error: Error): void;
  readonly crashAt: CrashAt;
}

export async function openParts(options: PartsOptions): Promise<Parts> {
  const { logger } = options;
  const store = await openStore(options);
  const transport = openMemoryTransport({
    onError: (topic, error) => logger.error(`A message on '${topic}' could not be handled`, error),
  });
  return {
    store,
    transport,
    async close() {
      await transport.close();
      await store.close();
    },
  };
}

/** Only the adapter that is asked for is loaded. */
async function openStore(options: PartsOptions): Promise<Store> {
  const { configuration, layout, owner, logger, auditKey, onBroken, crashAt } = options;
  if (usesPostgres(configuration)) {
    const { openPostgresStore } = await import('@windhover/store-postgres');
    return openPostgresStore({
      ...postgresSettings(configuration),
      owner,
      auditKey,
      onWarning: (message) => logger.warn(message),
      onWaiting: (holder) =>
        logger.warn(`The database is served by ${holder}: waiting until that ends or falls silent`),
      onBroken,
      crashAt,
    });
  }
  const { openSqliteStore } = await import('@windhover/store-sqlite');
  return openSqliteStore({
    path: layout.databaseFile,
    owner,
    auditKey,
    systemNamespace: configuration.get('text', 'kestra.system-flows.namespace'),
    onBroken,
    crashAt,
  });
}
