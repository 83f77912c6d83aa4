/** Which database the configuration asks for, and what it says of PostgreSQL. */
import type { PostgresStoreOptions, PostgresTransportOptions } from '@windhover/store-postgres';
import type { Configuration } from './configuration.ts';
import { isMap } from './settings-tree.ts';

/** Values of `kestra.repository.type` and `kestra.queue.type` that mean the embedded store. */
const embeddedTypes: ReadonlySet<string> = new Set(['h2', 'sqlite', 'memory']);
const typePaths = ['kestra.repository.type', 'kestra.queue.type'] as const;

export function usesPostgres(configuration: Configuration): boolean {
  return typeAt(configuration, 'kestra.repository.type') === 'postgres';
}

export type PostgresSettings = Omit<PostgresStoreOptions, 'owner' | 'onWarning'>;

/** Of the first datasource with a PostgreSQL address; `checkDatabase` has found that there is one. */
export function postgresSettings(configuration: Configuration): PostgresSettings {
  const name = postgresSource(configuration);
  if (name === undefined) throw new TypeError('No datasource has a PostgreSQL address');
  const at = `datasources.${name}`;
  return {
    url: configuration.get('text', `${at}.url`),
    username: configuration.find('text', `${at}.username`),
    password: configuration.find('text', `${at}.password`),
    schema: configuration.find('text', `${at}.schema`),
    pool: {
      maxConnections: configuration.find('number', `${at}.maximum-pool-size`),
      connectTimeoutMs: configuration.find('duration', `${at}.connection-timeout`),
      idleTimeoutMs: configuration.find('duration', `${at}.idle-timeout`),
      maxLifetimeMs: configuration.find('duration', `${at}.max-lifetime`),
      initSql: configuration.find('text', `${at}.connection-init-sql`),
    },
    waitForDatabaseMs: configuration.get('duration', 'kestra.server.standalone.running.timeout'),
    times: { takeOverAfterMs: configuration.get('duration', 'kestra.server.lease.duration') },
    systemNamespace: configuration.get('text', 'kestra.system-flows.namespace'),
  };
}

type NoticeSettings = Omit<PostgresTransportOptions, 'local' | 'announcements' | 'onMissed'>;

/** Where servers wake each other: what is listened to does not pass a proxy that pools by transaction. */
export function noticeSettings(configuration: Configuration): NoticeSettings {
  const { url, username, password, pool } = postgresSettings(configuration);
  return {
    url: configuration.find('text', `datasources.${postgresSource(configuration)!}.direct-url`) ?? url,
    username,
    password,
    connectTimeoutMs: pool?.connectTimeoutMs,
  };
}

export function checkDatabase(configuration: Configuration): string[] {
  const types = typePaths.map((path) => typeAt(configuration, path));
  const unknown = typePaths.flatMap((path, index) => {
    const type = types[index];
    if (type === undefined || type === 'postgres' || embeddedTypes.has(type)) return [];
    return [`${path}: '${type}' is not supported yet: use one of ${['postgres', ...embeddedTypes].join(', ')}`];
  });
  const [repository, queue] = types;
  if (unknown.length > 0 || repository === undefined || queue === undefined) return unknown;
  if ((repository === 'postgres') !== (queue === 'postgres')) {
    return [`kestra.queue.type: '${queue}' does not go with repository type '${repository}': give both the same type`];
  }
  if (repository !== 'postgres' || postgresSource(configuration) !== undefined) return [];
  return [
    "Repository type 'postgres' needs an address: set datasources.postgres.url to 'jdbc:postgresql://<host>:5432/<database>', with username and password beside it",
  ];
}

function typeAt(configuration: Configuration, path: (typeof typePaths)[number]): string | undefined {
  return configuration.find('text', path)?.toLowerCase();
}

function postgresSource(configuration: Configuration): string | undefined {
  const datasources = configuration.tree['datasources'];
  return Object.keys(isMap(datasources) ? datasources : {}).find((name) =>
    /^(?:jdbc:)?postgres(?:ql)?:/.test(configuration.find('text', `datasources.${name}.url`) ?? ''),
  );
}
