/**
 * Which database a test server gets. Embedded, unless `WINDHOVER_TEST_STORE` is `postgres`: then one of its own in the
 * PostgreSQL at `WINDHOVER_TEST_POSTGRES` (address of a superuser), which goes with the server's folder.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asAdmin } from '@windhover/store-postgres/testing';

export interface TestDatabase {
  /** The command that starts a server on it. */
  readonly command: readonly string[];
  /** Configuration keys that choose it. */
  readonly configuration: Readonly<Record<string, unknown>>;
  remove(): Promise<void>;
}

const embedded: TestDatabase = {
  command: ['server', 'local'],
  configuration: {},
  remove: () => Promise.resolve(),
};

/** The database of the server whose folder this is; a folder that had one before gets the same again. */
export async function testDatabase(directory: string): Promise<TestDatabase> {
  if (process.env['WINDHOVER_TEST_STORE'] !== 'postgres') return embedded;
  const admin = process.env['WINDHOVER_TEST_POSTGRES'];
  if (admin === undefined) {
    throw new Error("WINDHOVER_TEST_POSTGRES must name a PostgreSQL; 'vitest --project outside-postgres' starts one");
  }
  const note = join(directory, 'database-name');
  const name = existsSync(note) ? readFileSync(note, 'utf8') : await createDatabase(admin, note);
  const url = new URL(admin);
  url.username = owner;
  url.pathname = name;
  return {
    command: ['server', 'standalone'],
    configuration: {
      'kestra.storage.type': 'local',
      'kestra.repository.type': 'postgres',
      'kestra.queue.type': 'postgres',
      'datasources.postgres.url': url.href,
    },
    async remove() {
      await asAdmin(admin, `drop database ${name} with (force)`);
    },
  };
}

const owner = 'windhover';

async function createDatabase(admin: string, note: string): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await asAdmin(admin, `create database ${name} owner ${owner}`);
  writeFileSync(note, name);
  return name;
}
