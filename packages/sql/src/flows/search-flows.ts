import type { Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import { anyContains, scopeFilter, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { labelFilter } from '../search/label-filter.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { flowsWithRevision, toFlowRevision } from './flow-row.ts';

const namespace = sql`f.namespace`;
const flowId = sql`f.flow_id`;

const hasLabel = (key: string, value: string) => sql`exists (
  select 1 from flow_labels l where l.tenant_id = f.tenant_id and l.key = ${key} and l.value = ${value}
    and l.namespace = f.namespace and l.flow_id = f.flow_id)`;

const sortFields: SortFields = { id: flowId, namespace, revision: sql`f.revision` };

/** Newest revisions of flows that are not deleted. */
export function searchFlows(
  { tenant, reads, dialect, systemNamespace }: ScopeDeps,
  filters: readonly QueryFilter[],
  page: PageRequest,
  visible: VisibleNamespaces,
): Promise<Paged<FlowRevision>> {
  const fields: FilterFields = {
    q: anyContains([flowId, namespace]),
    query: anyContains([flowId, namespace]),
    namespace: textFilter(namespace),
    flowId: textFilter(flowId),
    labels: labelFilter(hasLabel),
    scope: scopeFilter(namespace, systemNamespace),
  };
  return readPage(
    reads,
    {
      columns: sql`r.*`,
      from: flowsWithRevision,
      where: [
        sql`f.tenant_id = ${tenant}`,
        sql`f.deleted = 0`,
        visibleIn(namespace, visible),
        ...toConditions(filters, fields, dialect),
      ],
      orderBy: orderOf(page.sort, sortFields, sql`f.flow_id, f.namespace`),
    },
    page,
    toFlowRevision,
  );
}
