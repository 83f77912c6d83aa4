import type { FileRevision } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** What files of namespaces have been; their contents are in internal storage. */
export interface FileRevisionStore {
  find(namespace: string, path: string, revision: number): Promise<FileRevision | undefined>;
  /** The newest of a path; of a file that was deleted, its deletion. */
  findNewest(namespace: string, path: string): Promise<FileRevision | undefined>;
  /** All of one path, oldest first. */
  list(namespace: string, path: string): Promise<readonly FileRevision[]>;
  /** The newest of each path that is `path` or lies below it, by path; `/` stands for all. */
  listNewest(namespace: string, path: string): Promise<readonly FileRevision[]>;
  /** The newest of each path of the tenant, by namespace and path. */
  listAll(): Promise<readonly FileRevision[]>;
  /** Of the contents that revisions of files of the namespace have, in no order. */
  listContentIds(namespace: string): Promise<readonly string[]>;
  /** Deletions that no later revision followed, the last one first. */
  listDeleted(namespace: string): Promise<readonly FileRevision[]>;
  /** `Conflict('File revision', path)` when there is one of that number. */
  insert(revision: FileRevision): WriteOp;
  /**
   * All of one path go to another, `offset` added to their numbers. `Conflict('File revision', from)` when there are none,
   * or one of them meets one of its number.
   */
  move(namespace: string, from: string, to: string, offset: number): WriteOp;
  delete(namespace: string, path: string, revision: number): WriteOp;
}
