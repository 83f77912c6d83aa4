import { createHash } from 'node:crypto';
import { MigrationChanged, StoreTooNew } from '@windhover/model';
import { neverCrash, type CrashAt } from '@windhover/ports';
import { escapeIdentifier, type Client } from 'pg';
import type { Migration } from '../migrations/index.ts';

/** One at a time in a database; the number is nobody else's. */
const lockNumber = '7236843961274205283';

/**
 * Applies what is missing, in order, each migration with its record in one transaction: killed at any step, the database
 * has the old schema or the new one. Those who come at the same time wait for each other and find it done.
 * Throws `MigrationChanged` when an applied one reads differently now, `StoreTooNew` when there is one we do not know.
 */
export interface MigrateOptions {
  /** For messages. */
  readonly database: string;
  /** Made if missing; undefined: where the user's search path leads. */
  readonly schema: string | undefined;
  readonly migrations: readonly Migration[];
  /** For tests of recovery. */
  readonly crashAt?: CrashAt | undefined;
}

export async function migrate(client: Client, options: MigrateOptions): Promise<void> {
  const { database, schema, migrations, crashAt = neverCrash } = options;
  await transaction(client, schema, async () => {
    await client.query(
      `create table if not exists migrations(name text collate "C" primary key, checksum text not null,
         applied_at timestamptz not null default current_timestamp)`,
    );
  });
  for (const migration of migrations) {
    await transaction(client, schema, async () => {
      const applied = await appliedTo(client);
      const known = new Set(migrations.map(({ name }) => name));
      for (const name of applied.keys())
        if (!known.has(name)) throw new StoreTooNew({ path: database, migration: name });
      const before = applied.get(migration.name);
      if (before === checksum(migration)) return;
      if (before !== undefined) throw new MigrationChanged({ migration: migration.name });
      await client.query(migration.sql);
      await client.query('insert into migrations(name, checksum) values ($1, $2)', [
        migration.name,
        checksum(migration),
      ]);
      crashAt('migrate.step');
    });
    crashAt('migrate.step');
  }
}

/** The lock is the transaction's: a session's would not pass a proxy, and could be left behind. */
async function transaction(client: Client, schema: string | undefined, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lockNumber]);
    if (schema !== undefined) await enterSchema(client, schema);
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the connection broke: the server rolls back by itself
    throw error;
  }
}

async function enterSchema(client: Client, schema: string): Promise<void> {
  const name = escapeIdentifier(schema);
  const { rowCount } = await client.query('select 1 from pg_namespace where nspname = $1', [schema]);
  // looked up first: the statement needs a right that the schema's owner may not have
  if (rowCount === 0) await client.query(`create schema if not exists ${name}`);
  await client.query(`set local search_path to ${name}`);
}

async function appliedTo(client: Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migrations');
  return new Map(rows.map(({ name, checksum: applied }) => [name, applied]));
}

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
