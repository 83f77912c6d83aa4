import { MigrationChanged, StoreTooNew } from '@windhover/model';
import { neverCrash, type CrashAt } from '@windhover/ports';
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from '../migrations/index.ts';

/**
 * Applies what is missing, in order, each migration with its record in one exclusive transaction: killed at any step,
 * the database has the old schema or the new one. Repeating it changes nothing.
 * Throws `MigrationChanged` when an applied one reads differently now, `StoreTooNew` when there is one we do not know.
 */
export function migrate(
  connection: DatabaseSync,
  path: string,
  migrations: readonly Migration[],
  crashAt: CrashAt = neverCrash,
): void {
  connection.exec(
    `create table if not exists migrations(name text primary key, checksum text not null,
       applied_at text not null default current_timestamp)`,
  );
  const applied = new Map(
    connection
      .prepare('select name, checksum from migrations')
      .all()
      .map((row) => [String(row['name']), String(row['checksum'])]),
  );
  const known = new Set(migrations.map(({ name }) => name));
  for (const name of applied.keys()) if (!known.has(name)) throw new StoreTooNew({ path, migration: name });
  for (const migration of migrations) {
    const before = applied.get(migration.name);
    if (before === undefined) apply(connection, migration, crashAt);
    else if (before !== checksum(migration)) throw new MigrationChanged({ migration: migration.name });
  }
}

function apply(connection: DatabaseSync, migration: Migration, crashAt: CrashAt): void {
  connection.exec('begin exclusive');
  try {
    connection.exec(migration.sql);
    connection.prepare('insert into migrations(name, checksum) values (?, ?)').run(migration.name, checksum(migration));
    crashAt('migrate.step');
    connection.exec('commit');
    crashAt('migrate.step');
  } catch (error) {
    if (connection.isTransaction) connection.exec('rollback');
    throw error;
  }
}

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
