/**
 * One process a store file. The lock is a write transaction held open on a small database beside the file: the system
 * drops it with the process, also after kill -9, so no stale lock can exist; and unlike a transaction on the store
 * itself it never stands in the way of the writer. Readers are let through, so a second process can name the holder.
 */
import { StoreInUse } from '@windhover/model';
import { DatabaseSync } from 'node:sqlite';
import { prepareStoreFile } from './store-file.ts';

export interface StoreLock {
  release(): void;
}

/** Throws `StoreInUse` at once when another process, or another store of this one, holds the file. */
export function lockStore(path: string, owner: string): StoreLock {
  const lockPath = `${path}-lock`;
  prepareStoreFile(lockPath);
  const lock = new DatabaseSync(lockPath, { timeout: 0 });
  try {
    lock.exec('begin immediate; create table if not exists holder(owner text not null, pid integer not null)');
    lock.exec('delete from holder');
    lock.prepare('insert into holder(owner, pid) values (?, ?)').run(owner, process.pid);
    lock.exec('commit; begin immediate');
  } catch (cause) {
    const holder = holderOf(lock);
    lock.close();
    throw new StoreInUse({ path, holder }, { cause });
  }
  return { release: () => lock.close() };
}

function holderOf(lock: DatabaseSync): string {
  try {
    const row = lock.prepare('select owner, pid from holder').get();
    return row === undefined ? 'another process' : `'${String(row['owner'])}' (process ${String(row['pid'])})`;
  } catch {
    return 'another process'; // it is about to write its name
  }
}
