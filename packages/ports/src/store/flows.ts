import type { JsonObject, Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** One saved version of a flow: the source verbatim, and the parsed document as plain data. */
export interface FlowRevision {
  readonly namespace: string;
  readonly id: string;
  readonly revision: number;
  readonly source: string;
  readonly document: JsonObject;
  readonly disabled: boolean;
  readonly deleted: boolean;
  readonly draft: boolean;
  readonly createdAt: number;
  readonly createdBy?: string;
}

export interface FlowStore {
  /** The newest revision, a tombstone included; undefined when the flow never existed. */
  findLatest(namespace: string, id: string): Promise<FlowRevision | undefined>;
  findRevision(namespace: string, id: string, revision: number): Promise<FlowRevision | undefined>;
  /** Oldest first, tombstones included. */
  listRevisions(namespace: string, id: string): Promise<readonly FlowRevision[]>;
  /** Newest revisions of flows that are not deleted, by namespace and id. */
  list(namespace?: string): Promise<readonly FlowRevision[]>;
  /**
   * Newest revisions, not deleted. Filters: `q` (id or namespace contains), `namespace` (EQUALS, PREFIX, IN …), `flowId`,
   * `labels` (map), `scope`. Sort: `id` (default), `namespace`, `revision`.
   */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<FlowRevision>>;
  /** Namespaces that hold at least one flow, sorted. */
  listNamespaces(): Promise<readonly string[]>;
  count(): Promise<number>;
  /**
   * Adds a revision and makes it the newest. `Conflict('Flow', 'ns.id')` unless its number is exactly one more than the
   * newest one's (or 1): two saves of the same flow cannot both win.
   */
  append(revision: FlowRevision): WriteOp;
  deleteRevision(namespace: string, id: string, revision: number): WriteOp;
}
