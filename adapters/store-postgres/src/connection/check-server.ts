/** What a server must be for this store to keep its promises, and what it had better be. */
import { DatabaseTooOld } from '@windhover/model';
import type { Client } from 'pg';

const oldestVersion = 150_000;

/** Throws `DatabaseTooOld`; answers what the operator should know, a sentence each. */
export async function checkServer(client: Client, database: string): Promise<readonly string[]> {
  const { rows } = await client.query<Server>(
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as version,
       current_setting('synchronous_commit') as commit, current_setting('fsync') as fsync,
       rolsuper or rolbypassrls as unbound, rolname as name from pg_roles where rolname = current_user`,
  );
  const { number, version, commit, fsync, unbound, name } = rows[0]!;
  if (number < oldestVersion) throw new DatabaseTooOld({ database, version, oldest: String(oldestVersion / 10_000) });
  return [
    ...(unbound
      ? [
          `Database user '${name}' is a superuser or may bypass row-level security: the database does not check that tenants stay apart; give Windhover a user of its own`,
        ]
      : []),
    ...(commit === 'off' || fsync === 'off'
      ? [
          `Database '${database}' does not wait for its disk (synchronous_commit or fsync is off): a crash loses what was answered`,
        ]
      : []),
  ];
}

interface Server {
  readonly number: number;
  readonly version: string;
  readonly commit: string;
  readonly fsync: string;
  readonly unbound: boolean;
  readonly name: string;
}
