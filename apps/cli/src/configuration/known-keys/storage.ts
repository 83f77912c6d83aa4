import { honoured, ignored, unsupported, type KeySection } from '../known-key.ts';

export const storageKeys: KeySection = {
  title: 'Database, queue, storage',
  keys: [
    honoured(
      'kestra.repository.type',
      'text',
      'Database: `postgres`, `h2` or `sqlite` (the embedded store) or `memory` (the same in a temporary folder). Required, except by `server local`.',
    ),
    honoured(
      'kestra.queue.type',
      'text',
      'Transport: `postgres` with that database, otherwise `h2`, `sqlite` or `memory`; inside the process all the same. Required, except by `server local`.',
    ),
    honoured(
      'datasources.*.url',
      'text',
      "With `postgres`: `jdbc:postgresql://host:port/database?…` or `postgresql://…`, see [PostgreSQL](postgresql.md). Otherwise the file of the embedded store: of `jdbc:h2:file:<path>` or `jdbc:sqlite:<path>` only the path counts, with `.db` added. Absent: `database.db` in the local storage's base path.",
    ),
    honoured('datasources.*.username', 'text', 'User of the PostgreSQL database.'),
    honoured('datasources.*.password', 'text', 'Password of that user.'),
    honoured(
      'datasources.*.schema',
      'text',
      "Schema of the tables, made if missing. Absent: the user's own search path.",
    ),
    honoured(
      'datasources.*.maximum-pool-size',
      'number',
      'Connections to PostgreSQL at most, shared out among commits, writes and reads.',
      { default: 10, min: 3 },
    ),
    honoured('datasources.*.connection-timeout', 'duration', 'How long to wait for a connection.', { default: '30s' }),
    honoured('datasources.*.idle-timeout', 'duration', 'An idle connection is closed after this time.', {
      default: '10m',
    }),
    honoured('datasources.*.max-lifetime', 'duration', 'A connection is replaced after this time.', { default: '30m' }),
    honoured(
      'datasources.*.direct-url',
      'text',
      'Address past a proxy that pools by transaction, for the one connection through which servers wake each other. Absent: `url`.',
    ),
    honoured('datasources.*.connection-init-sql', 'text', 'SQL that is carried out on each new connection.'),
    honoured(
      'kestra.storage.type',
      'text',
      'Internal storage: `local`, `s3` or `minio`, see [backends](backends.md). Required, except by `server local`.',
    ),
    honoured(
      'kestra.storage.local.base-path',
      'text',
      'Folder of the local storage; relative to the working directory of the process.',
    ),
    honoured('kestra.storage.s3.bucket', 'text', 'Bucket; it must exist.'),
    honoured('kestra.storage.s3.region', 'text', 'Region of the bucket.', { default: 'us-east-1' }),
    honoured('kestra.storage.s3.endpoint', 'text', "URL of what speaks S3's API; absent: AWS itself."),
    honoured('kestra.storage.s3.access-key', 'text', 'Absent: what the environment of the process says.'),
    honoured('kestra.storage.s3.secret-key', 'text', 'Secret of that key.'),
    honoured('kestra.storage.s3.force-path-style', 'boolean', 'Names the bucket in the path, not in the host.', {
      default: false,
    }),
    honoured('kestra.storage.minio.bucket', 'text', 'Bucket; it must exist.'),
    honoured('kestra.storage.minio.region', 'text', 'Region of the bucket.', { default: 'us-east-1' }),
    honoured('kestra.storage.minio.endpoint', 'text', 'Host of the server.'),
    honoured('kestra.storage.minio.port', 'number', 'Port of the server.', { default: 9000, min: 1, max: 65_535 }),
    honoured('kestra.storage.minio.secure', 'boolean', 'Whether it speaks TLS.', { default: false }),
    honoured('kestra.storage.minio.access-key', 'text', 'User of the server.'),
    honoured('kestra.storage.minio.secret-key', 'text', 'Password of that user.'),
    honoured('kestra.storage.minio.vhost', 'boolean', 'Names the bucket in the host, not in the path.', {
      default: false,
    }),
    honoured('kestra.storage.minio.part-size', 'size', 'Size of the parts in which large files are sent.', {
      default: '8MB',
      min: 5 * 1024 ** 2,
    }),
    honoured('kestra.storage.isolation.enabled', 'boolean', 'Whether services are kept away from all files.', {
      default: false,
    }),
    honoured(
      'kestra.storage.isolation.denied-services',
      'list',
      'These services: `WEBSERVER` (the API), `WORKER` (what runs); `EXECUTOR`, `SCHEDULER`, `INDEXER` and `CONTROLLER` are known and keep nobody away.',
      {
        default: [],
      },
    ),
    honoured(
      'kestra.retries.attempts',
      'number',
      'How often a backend such as Vault is asked before it counts as away.',
      {
        default: 5,
        min: 1,
      },
    ),
    honoured('kestra.retries.delay', 'duration', 'Wait before the second time.', { default: '1s' }),
    honoured('kestra.retries.multiplier', 'number', 'How much longer each further wait is.', { default: 2, min: 1 }),
    honoured('kestra.retries.max-delay', 'duration', 'Longest wait. Absent: none.'),
    ...unsupported(
      'kestra.storage.s3.sts-role-arn',
      'kestra.storage.s3.sts-role-external-id',
      'kestra.storage.s3.sts-role-session-name',
      'kestra.storage.s3.sts-role-session-duration',
      'kestra.storage.s3.sts-endpoint-override',
      'kestra.storage.gcs.**',
      'kestra.storage.azure.**',
      'kestra.ee.execution-data.**',
      'kestra.nats.**',
      'kestra.jdbc.queues.**',
      'kestra.jdbc.cleaner.**',
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
