import type { JsonObject } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** One saved version of reusable inputs: the source verbatim, and the parsed document as plain data. */
export interface ReusableInputsRevision {
  readonly namespace: string;
  readonly id: string;
  readonly revision: number;
  readonly source: string;
  readonly document: JsonObject;
  readonly deleted: boolean;
  readonly createdAt: number;
  readonly createdBy?: string;
}

/** Inputs of namespaces that flows take in by their names. Flows may keep to a revision, so these stay. */
export interface ReusableInputsStore {
  /** The newest revision, a tombstone included; undefined when there never was one. */
  findLatest(namespace: string, id: string): Promise<ReusableInputsRevision | undefined>;
  findRevision(namespace: string, id: string, revision: number): Promise<ReusableInputsRevision | undefined>;
  /** Oldest first, tombstones included. */
  listRevisions(namespace: string, id: string): Promise<readonly ReusableInputsRevision[]>;
  /** Newest revisions of those of the namespace that are not deleted, by id. */
  list(namespace: string): Promise<readonly ReusableInputsRevision[]>;
  /** Namespaces that hold at least one, sorted. */
  listNamespaces(): Promise<readonly string[]>;
  /**
   * Adds a revision and makes it the newest. `Conflict('Reusable inputs', 'ns.id')` unless its number is exactly one more than
   * the newest one's (or 1): two saves of the same inputs cannot both win.
   */
  append(revision: ReusableInputsRevision): WriteOp;
}
