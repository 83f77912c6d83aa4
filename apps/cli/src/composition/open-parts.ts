/** Adapters meet ports: the store and the transport that the configuration asks for. */
import { topics, type CrashAt, type Store, type Transport } from '@windhover/ports';
import type { InstanceChange } from '@windhover/services';
import { openMemoryTransport } from '@windhover/transport-memory';
import type { Configuration } from '../configuration/configuration.ts';
import { noticeSettings, postgresSettings, usesPostgres } from '../configuration/database-settings.ts';
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
  const store = await openStore(options);
  const transport = await openTransport(options).catch(async (error: unknown) => {
    await store.close();
    throw error;
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

/** Within the process, and between servers that share a database. */
async function openTransport({ configuration, logger }: PartsOptions): Promise<Transport> {
  const local = openMemoryTransport({
    onError: (topic, error) => logger.error(`A message on '${topic}' could not be handled`, error),
  });
  if (!usesPostgres(configuration)) return local;
  const { openPostgresTransport } = await import('@windhover/store-postgres');
  return openPostgresTransport({
    ...noticeSettings(configuration),
    local,
    onMissed: () => local.publish(topics.instance, { kind: 'missed' } satisfies InstanceChange),
  });
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
