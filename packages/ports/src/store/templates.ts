import type { Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { SourceRevision, SourceRevisionStore } from './source-revisions.ts';

export type TemplateRevision = SourceRevision;

/** Templates of flows. Executions keep to the revisions that they began with. Conflicts are of the thing `Template`. */
export interface TemplateStore extends SourceRevisionStore {
  /**
   * Newest revisions, not deleted. Filters: `q` (id or namespace contains), `namespace` (EQUALS, PREFIX, IN …). Sort: `id`
   * (default), `namespace`.
   */
  search(
    filters: readonly QueryFilter[],
    page: PageRequest,
    visible: VisibleNamespaces,
  ): Promise<Paged<TemplateRevision>>;
}
