/** Adapters meet ports: the store, the files and the transport that the configuration asks for. */
import { openLocalFiles } from '@windhover/files-local';
import type { FileStore, Store, Transport } from '@windhover/ports';
import { openSqliteStore } from '@windhover/store-sqlite';
import { openMemoryTransport } from '@windhover/transport-memory';
import type { Configuration } from '../configuration/configuration.ts';
import type { StorageLayout } from '../configuration/storage-layout.ts';
import type { Logger } from './logger.ts';

export interface Parts {
  readonly store: Store;
  readonly files: FileStore;
  readonly transport: Transport;
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly configuration: Configuration;
  readonly layout: StorageLayout;
  /** Who opens the store, for the message that a second opener gets. */
  readonly owner: string;
  readonly logger: Logger;
  /** The store lost its file: nothing that is asked from now on can be promised. */
  onBroken(error: Error): void;
}

export async function openParts({ configuration, layout, owner, logger, onBroken }: PartsOptions): Promise<Parts> {
  const store = await openSqliteStore({
    path: layout.databaseFile,
    owner,
    systemNamespace: configuration.get('text', 'kestra.system-flows.namespace'),
    onBroken,
  });
  const files = openLocalFiles({ root: layout.storageDirectory });
  const transport = openMemoryTransport({
    onError: (topic, error) => logger.error(`A message on '${topic}' could not be handled`, error),
  });
  return {
    store,
    files,
    transport,
    async close() {
      await transport.close();
      await files.close();
      await store.close();
    },
  };
}
