/** Connections and their settings. One thread writes; everyone else opens the file read-only. */
import { createHash, createHmac } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

export type Durability = 'strict' | 'relaxed';

/**
 * The most that the log of writes may grow to before the writer checkpoints in its own commit. Below it the checkpoint
 * thread does that beside the commits: p99 of commits 11 ms instead of 31.
 */
export const walCapPages = 8000;
export const walCapBytes = walCapPages * (4096 + 24) + 32;

/** `relaxed` leaves fsync to the checkpoints: a power cut may lose what was committed since the last one. */
export function openForWriting(path: string, durability: Durability): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: 5_000 });
  connection.exec(`
    pragma journal_mode = wal;
    pragma synchronous = ${durability === 'strict' ? 'full' : 'normal'};
    pragma temp_store = memory;
    pragma cache_size = -65536;
    pragma wal_autocheckpoint = ${walCapPages};
    pragma journal_size_limit = ${walCapBytes};
  `);
  // SQLite has no hashes of its own; audit logs chain their entries with them
  connection.function('sha256', { deterministic: true }, (text) =>
    createHash('sha256').update(String(text)).digest('hex'),
  );
  connection.function('hmac_sha256', { deterministic: true }, (key, text) =>
    createHmac('sha256', Buffer.from(String(key), 'hex'))
      .update(String(text))
      .digest('hex'),
  );
  return connection;
}

export function openForReading(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  connection.exec('pragma temp_store = memory; pragma cache_size = -16384;');
  return connection;
}
