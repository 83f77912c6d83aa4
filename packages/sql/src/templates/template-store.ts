import type { TemplateStore } from '@windhover/ports';
import { sourceRevisions } from '../revisions/source-revisions.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

const namespace = sql`n.namespace`;
const templateId = sql`n.template_id`;
const sortFields: SortFields = { id: templateId, namespace };
const filterFields: FilterFields = {
  q: anyContains([templateId, namespace]),
  query: anyContains([templateId, namespace]),
  namespace: textFilter(namespace),
};

/** Templates of one tenant with their revisions. */
export function templateStore(deps: ScopeDeps): TemplateStore {
  const { tenant, reads, dialect } = deps;
  const { sources, withRevision, toRevision } = sourceRevisions(deps, {
    thing: 'Template',
    newest: 'templates',
    revisions: 'template_revisions',
    idColumn: 'template_id',
  });
  return {
    ...sources,

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`r.*`,
          from: withRevision,
          where: [
            sql`n.tenant_id = ${tenant}`,
            sql`n.deleted = 0`,
            visibleIn(namespace, visible),
            ...toConditions(filters, filterFields, dialect),
          ],
          orderBy: orderOf(page.sort, sortFields, sql`n.template_id, n.namespace`),
        },
        page,
        toRevision,
      ),
  };
}
