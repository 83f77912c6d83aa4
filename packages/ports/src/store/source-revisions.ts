import type { JsonObject } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** One saved version of what a namespace has under an id: the source verbatim, and the parsed document as plain data. */
export interface SourceRevision {
  readonly namespace: string;
  readonly id: string;
  readonly revision: number;
  readonly source: string;
  readonly document: JsonObject;
  /** A tombstone: what deleting appends. */
  readonly deleted: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The user; absent: a command. */
  readonly createdBy?: string;
}

/** Sources by namespace and id whose revisions stay, since others keep to them. */
export interface SourceRevisionStore {
  /** The newest revision, a tombstone included; undefined when there never was one. */
  findLatest(namespace: string, id: string): Promise<SourceRevision | undefined>;
  findRevision(namespace: string, id: string, revision: number): Promise<SourceRevision | undefined>;
  /** Namespaces that hold at least one that is not deleted, sorted. */
  listNamespaces(): Promise<readonly string[]>;
  /**
   * Adds a revision and makes it the newest. `Conflict(thing, 'ns.id')` unless its number is exactly one more than the newest
   * one's (or 1): two saves of the same source cannot both win.
   */
  append(revision: SourceRevision): WriteOp;
}
