import type { JsonObject, Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** One saved version of a template: the source verbatim, and the parsed document as plain data. */
export interface TemplateRevision {
  readonly namespace: string;
  readonly id: string;
  readonly revision: number;
  readonly source: string;
  readonly document: JsonObject;
  readonly deleted: boolean;
  readonly createdAt: number;
  readonly createdBy?: string;
}

/** Templates of flows. Executions keep to the revisions that they began with, so these stay. */
export interface TemplateStore {
  /** The newest revision, a tombstone included; undefined when the template never existed. */
  findLatest(namespace: string, id: string): Promise<TemplateRevision | undefined>;
  findRevision(namespace: string, id: string, revision: number): Promise<TemplateRevision | undefined>;
  /**
   * Newest revisions, not deleted. Filters: `q` (id or namespace contains), `namespace` (EQUALS, PREFIX, IN …). Sort: `id`
   * (default), `namespace`.
   */
  search(
    filters: readonly QueryFilter[],
    page: PageRequest,
    visible: VisibleNamespaces,
  ): Promise<Paged<TemplateRevision>>;
  /** Namespaces that hold at least one template, sorted. */
  listNamespaces(): Promise<readonly string[]>;
  /**
   * Adds a revision and makes it the newest. `Conflict('Template', 'ns.id')` unless its number is exactly one more than the
   * newest one's (or 1): two saves of the same template cannot both win.
   */
  append(revision: TemplateRevision): WriteOp;
}
