import type { JsonObject } from '@windhover/model';
import type { TemplateRevision, TemplateStore } from '@windhover/ports';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, type SqlStep } from '../sql-step.ts';
import { sql, type OneTenant, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** Templates as `t`, each with its newest revision as `r`. Follows `from`. */
const templatesWithRevision = sql`templates t join template_revisions r on r.tenant_id = t.tenant_id
  and r.namespace = t.namespace and r.template_id = t.template_id and r.revision = t.revision`;

const namespace = sql`t.namespace`;
const templateId = sql`t.template_id`;
const sortFields: SortFields = { id: templateId, namespace };
const filterFields: FilterFields = {
  q: anyContains([templateId, namespace]),
  query: anyContains([templateId, namespace]),
  namespace: textFilter(namespace),
};

/** Templates of one tenant with their revisions. */
export function templateStore({ tenant, reads, dialect, write }: ScopeDeps): TemplateStore {
  return {
    async findLatest(ofNamespace, id) {
      const row = await reads.one(
        sql`select r.* from ${templatesWithRevision}
          where t.tenant_id = ${tenant} and t.namespace = ${ofNamespace} and t.template_id = ${id}`,
      );
      return row && toRevision(row);
    },

    async findRevision(ofNamespace, id, revision) {
      const row = await reads.one(
        sql`select * from template_revisions
          where tenant_id = ${tenant} and namespace = ${ofNamespace} and template_id = ${id} and revision = ${revision}`,
      );
      return row && toRevision(row);
    },

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`r.*`,
          from: templatesWithRevision,
          where: [
            sql`t.tenant_id = ${tenant}`,
            sql`t.deleted = 0`,
            visibleIn(namespace, visible),
            ...toConditions(filters, filterFields, dialect),
          ],
          orderBy: orderOf(page.sort, sortFields, sql`t.template_id, t.namespace`),
        },
        page,
        toRevision,
      ),

    async listNamespaces() {
      const rows = await reads.list(
        sql`select distinct namespace from templates where tenant_id = ${tenant} and deleted = 0 order by namespace`,
      );
      return rows.map((row) => row['namespace'] as string);
    },

    append: (revision) => write(...appendRevision(tenant, revision)),
  };
}

/** Refused unless the newest revision's number is one less: two saves at once have one winner. */
function appendRevision(tenant: OneTenant, template: TemplateRevision): readonly SqlStep[] {
  const { id, revision, source, document, deleted, createdAt, createdBy = null } = template;
  const refusal = { thing: 'Template', id: `${template.namespace}.${id}` };
  return [
    changing(
      refusal,
      revision === 1
        ? sql`insert into templates(tenant_id, namespace, template_id, revision, deleted)
            values (${tenant}, ${template.namespace}, ${id}, 1, ${Number(deleted)})`
        : sql`update templates set revision = ${revision}, deleted = ${Number(deleted)}
            where tenant_id = ${tenant} and namespace = ${template.namespace} and template_id = ${id}
              and revision = ${revision - 1}`,
    ),
    changing(
      refusal,
      sql`insert into template_revisions(tenant_id, namespace, template_id, revision, source, document, deleted,
          created_at, created_by)
        values (${tenant}, ${template.namespace}, ${id}, ${revision}, ${source}, ${JSON.stringify(document)},
          ${Number(deleted)}, ${createdAt}, ${createdBy})`,
    ),
  ];
}

function toRevision(row: Row): TemplateRevision {
  const createdBy = row['created_by'] as string | null;
  return {
    namespace: row['namespace'] as string,
    id: row['template_id'] as string,
    revision: row['revision'] as number,
    source: row['source'] as string,
    document: JSON.parse(row['document'] as string) as JsonObject,
    deleted: row['deleted'] === 1,
    createdAt: row['created_at'] as number,
    ...(createdBy !== null && { createdBy }),
  };
}
