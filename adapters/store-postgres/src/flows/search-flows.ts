import type { Paged, PageRequest, QueryFilter, TenantKey, VisibleNamespaces } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { toFlowRevision } from './flow-rows.ts';
import { anyContains, scopeFilter, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { labelFilter } from '../search/label-filter.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';

const namespace = sql`f.namespace`;
const flowId = sql`f.flow_id`;

const hasLabel = (key: string, value: string) => sql`exists (
  select 1 from flow_labels l where l.tenant_id = f.tenant_id and l.key = ${key} and l.value = ${value}
    and l.namespace = f.namespace and l.flow_id = f.flow_id)`;

const sortFields: SortFields = { id: flowId, namespace, revision: sql`f.revision` };

/** Newest revisions of flows that are not deleted. */
export function searchFlows(
  reads: Reads,
  key: TenantKey,
  systemNamespace: string,
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
      from: sql`flows f join flow_revisions r on r.tenant_id = f.tenant_id and r.namespace = f.namespace
        and r.flow_id = f.flow_id and r.revision = f.revision`,
      where: [
        sql`f.tenant_id = ${key}`,
        sql`f.deleted = 0`,
        visibleIn(namespace, visible),
        ...toConditions(filters, fields),
      ],
      orderBy: orderOf(page.sort, sortFields, sql`f.flow_id, f.namespace`),
    },
    page,
    toFlowRevision,
  );
}
