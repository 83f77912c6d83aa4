/** A server's folder: its data, its configuration file, and where it is started. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from './test-database.ts';
import type { Credentials, StartServerOptions } from './test-server.ts';

export const admin: Credentials = { username: 'admin@example.com', password: 'Admin-123!' };

export interface TestFolder {
  readonly directory: string;
  /** JSON, which is YAML. */
  readonly configurationFile: string;
  /** The command that starts a server on it. */
  readonly command: readonly string[];
  remove(): Promise<void>;
}

/** A folder that is named is kept, and so is its database. */
export async function testFolder(options: StartServerOptions): Promise<TestFolder> {
  const directory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'windhover-test-'));
  mkdirSync(directory, { recursive: true });
  const database = await testDatabase(directory);
  const configurationFile = join(directory, 'application.yml');
  writeFileSync(configurationFile, JSON.stringify(configurationOf(options, directory, database), null, 2));
  return {
    directory,
    configurationFile,
    command: isOnPostgres(options) ? ['server', options.role ?? 'standalone'] : database.command,
    async remove() {
      if (options.dataDirectory !== undefined) return;
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
      await database.remove();
    },
  };
}

/** By its own configuration, whatever other tests run on. */
function isOnPostgres({ configuration }: StartServerOptions): boolean {
  return configuration?.['kestra.repository.type'] === 'postgres';
}

function configurationOf(
  options: StartServerOptions,
  directory: string,
  database: TestDatabase,
): Record<string, unknown> {
  const { tenancy = 'single', configuration = {} } = options;
  return {
    'micronaut.server.port': 0,
    'endpoints.all.port': 0,
    'kestra.storage.local.base-path': join(directory, 'data'),
    'kestra.tasks.tmp-dir.path': join(directory, 'tmp'),
    'kestra.server.termination-grace-period': '200ms',
    'kestra.ee.tenants.enabled': tenancy !== 'single',
    'kestra.ee.tenants.default-tenant': tenancy !== 'explicit',
    ...(options.admin !== false && {
      'kestra.security.super-admin': {
        ...admin,
        'tenant-admin-access': tenancy === 'explicit' ? [] : ['main'],
      },
    }),
    ...database.configuration,
    ...configuration,
  };
}
