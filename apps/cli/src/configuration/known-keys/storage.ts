import { honoured, ignored, unsupported, type KeySection } from '../known-key.ts';

export const storageKeys: KeySection = {
  title: 'Database, queue, storage',
  keys: [
    honoured(
      'kestra.repository.type',
      'text',
      'Database: `h2` or `sqlite` (the embedded store) or `memory` (the same in a temporary folder). Required, except by `server local`.',
    ),
    honoured(
      'kestra.queue.type',
      'text',
      'Transport: `h2`, `sqlite` or `memory` (inside the process). Required, except by `server local`.',
    ),
    honoured(
      'datasources.*.url',
      'text',
      "File of the embedded store: of `jdbc:h2:file:<path>` or `jdbc:sqlite:<path>` only the path counts, with `.db` added. Absent: `database.db` in the local storage's base path.",
    ),
    honoured('kestra.storage.type', 'text', 'Internal storage: `local`. Required, except by `server local`.'),
    honoured(
      'kestra.storage.local.base-path',
      'text',
      'Folder of the local storage; relative to the working directory of the process.',
    ),
    ...unsupported(
      'kestra.storage.isolation.**',
      'kestra.storage.s3.**',
      'kestra.storage.minio.**',
      'kestra.storage.gcs.**',
      'kestra.storage.azure.**',
      'kestra.ee.execution-data.**',
      'kestra.nats.**',
      'kestra.jdbc.queues.**',
      'kestra.jdbc.cleaner.**',
      'kestra.retries.**',
      'kestra.retention.**',
    ),
    ...ignored(
      'datasources.*.*',
      'kestra.jdbc.tables.**',
      'kestra.queue.postgres.**',
      'kestra.kafka.**',
      'kestra.elasticsearch.**',
      'kestra.indexer.**',
    ),
  ],
};
