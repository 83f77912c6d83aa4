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

/** Messages stay within the process, or go between the servers that share a database. Only the adapter that is asked for is loaded. */
export async function openParts(options: PartsOptions): Promise<Parts> {
  const { configuration, logger } = options;
  const local = openMemoryTransport({
    onError: (topic, error) => logger.error(`A message on '${topic}' could not be handled`, error),
  });
  const { store, transport } = await (usesPostgres(configuration)
    ? openPostgres(options, local)
    : openSqlite(options, local));
  return {
    store,
    transport,
    async close() {
      await transport.close();
      await store.close();
    },
  };
}

type Opened = Omit<Parts, 'close'>;

async function openPostgres(options: PartsOptions, local: Transport): Promise<Opened> {
  const { configuration, owner, logger, auditKey, crashAt } = options;
  const { openPostgresStore, openPostgresTransport } = await import('@windhover/store-postgres');
  const store = await openPostgresStore({
    ...postgresSettings(configuration),
    owner,
    auditKey,
    onWarning: (message) => logger.warn(message),
    crashAt,
  });
  try {
    const transport = await openPostgresTransport({
      ...noticeSettings(configuration),
      local,
      announcements: store.announcements,
      onMissed: () => local.publish(topics.instance, { kind: 'missed' } satisfies InstanceChange),
    });
    return { store, transport };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openSqlite(options: PartsOptions, local: Transport): Promise<Opened> {
  const { configuration, layout, owner, auditKey, onBroken, crashAt } = options;
  const { openSqliteStore } = await import('@windhover/store-sqlite');
  const store = await openSqliteStore({
    path: layout.databaseFile,
    owner,
    auditKey,
    systemNamespace: configuration.get('text', 'kestra.system-flows.namespace'),
    onBroken,
    crashAt,
  });
  return { store, transport: local };
}
