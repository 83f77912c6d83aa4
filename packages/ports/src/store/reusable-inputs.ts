import type { SourceRevision, SourceRevisionStore } from './source-revisions.ts';

export type ReusableInputsRevision = SourceRevision;

/** Inputs of namespaces that flows take in by name, or by name and revision. Conflicts are of the thing `Reusable inputs`. */
export interface ReusableInputsStore extends SourceRevisionStore {
  /** Oldest first, tombstones included. */
  listRevisions(namespace: string, id: string): Promise<readonly ReusableInputsRevision[]>;
  /** Newest revisions of those of the namespace that are not deleted, by id. */
  list(namespace: string): Promise<readonly ReusableInputsRevision[]>;
}
