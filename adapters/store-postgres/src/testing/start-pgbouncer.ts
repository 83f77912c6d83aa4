/**
 * PgBouncer in front of a PostgreSQL server, for tests: it lends a connection for a transaction, so that nothing that
 * belongs to a session passes it, notices neither. It refuses to run as root, so there another user of the system runs it.
 */
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asAdmin, freePort, ordinaryIdentity, type PostgresServer } from './start-postgres.ts';

export interface PgBouncer {
  /** The same database, by way of the proxy. */
  url(direct: string): string;
  stop(): Promise<void>;
}

const program = process.env['PGBOUNCER'] ?? '/usr/sbin/pgbouncer';

export async function startPgBouncer(postgres: PostgresServer): Promise<PgBouncer> {
  if (!existsSync(program)) {
    throw new Error("PgBouncer is needed for these tests: install the package 'pgbouncer', or name it in PGBOUNCER");
  }
  const folder = mkdtempSync(join(tmpdir(), 'windhover-pgbouncer-'));
  const identity = ordinaryIdentity();
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid!);
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
* = host=127.0.0.1 port=${postgres.port} user=windhover
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
server_reset_query = unlisten *
server_reset_query_always = 1
default_pool_size = 40
`,
  );
  const bouncer = spawn(program, [file], { ...identity, cwd: folder, stdio: 'ignore' });
  const url = (direct: string): string => {
    const address = new URL(direct);
    address.port = String(port);
    address.searchParams.set('prepareThreshold', '0');
    return address.href;
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await asAdmin(url(postgres.url('postgres')), 'select 1');
      break;
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50); // there is no other sign of one that is ready
    }
  }
  return {
    url,
    async stop() {
      const exited = once(bouncer, 'exit');
      bouncer.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
