import type { JsonObject } from '@windhover/model';
import type { ReusableInputsRevision, ReusableInputsStore } from '@windhover/ports';
import { changing, type SqlStep } from '../sql-step.ts';
import { sql, type OneTenant, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** Reusable inputs as `b`, each with its newest revision as `r`. Follows `from`. */
const withRevision = sql`reusable_inputs b join reusable_inputs_revisions r on r.tenant_id = b.tenant_id
  and r.namespace = b.namespace and r.block_id = b.block_id and r.revision = b.revision`;

/** Reusable inputs of one tenant with their revisions. */
export function reusableInputsStore({ tenant, reads, write }: ScopeDeps): ReusableInputsStore {
  return {
    async findLatest(namespace, id) {
      const row = await reads.one(
        sql`select r.* from ${withRevision}
          where b.tenant_id = ${tenant} and b.namespace = ${namespace} and b.block_id = ${id}`,
      );
      return row && toRevision(row);
    },

    async findRevision(namespace, id, revision) {
      const row = await reads.one(
        sql`select * from reusable_inputs_revisions
          where tenant_id = ${tenant} and namespace = ${namespace} and block_id = ${id} and revision = ${revision}`,
      );
      return row && toRevision(row);
    },

    async listRevisions(namespace, id) {
      const rows = await reads.list(
        sql`select * from reusable_inputs_revisions
          where tenant_id = ${tenant} and namespace = ${namespace} and block_id = ${id} order by revision`,
      );
      return rows.map(toRevision);
    },

    async list(namespace) {
      const rows = await reads.list(
        sql`select r.* from ${withRevision}
          where b.tenant_id = ${tenant} and b.namespace = ${namespace} and b.deleted = 0 order by b.block_id`,
      );
      return rows.map(toRevision);
    },

    async listNamespaces() {
      const rows = await reads.list(
        sql`select distinct namespace from reusable_inputs
          where tenant_id = ${tenant} and deleted = 0 order by namespace`,
      );
      return rows.map((row) => row['namespace'] as string);
    },

    append: (revision) => write(...appendRevision(tenant, revision)),
  };
}

/** Refused unless the newest revision's number is one less: two saves at once have one winner. */
function appendRevision(tenant: OneTenant, block: ReusableInputsRevision): readonly SqlStep[] {
  const { namespace, id, revision, source, document, deleted, createdAt, createdBy = null } = block;
  const refusal = { thing: 'Reusable inputs', id: `${namespace}.${id}` };
  return [
    changing(
      refusal,
      revision === 1
        ? sql`insert into reusable_inputs(tenant_id, namespace, block_id, revision, deleted)
            values (${tenant}, ${namespace}, ${id}, 1, ${Number(deleted)})`
        : sql`update reusable_inputs set revision = ${revision}, deleted = ${Number(deleted)}
            where tenant_id = ${tenant} and namespace = ${namespace} and block_id = ${id}
              and revision = ${revision - 1}`,
    ),
    changing(
      refusal,
      sql`insert into reusable_inputs_revisions(tenant_id, namespace, block_id, revision, source, document, deleted,
          created_at, created_by)
        values (${tenant}, ${namespace}, ${id}, ${revision}, ${source}, ${JSON.stringify(document)}, ${Number(deleted)},
          ${createdAt}, ${createdBy})`,
    ),
  ];
}

function toRevision(row: Row): ReusableInputsRevision {
  const createdBy = row['created_by'] as string | null;
  return {
    namespace: row['namespace'] as string,
    id: row['block_id'] as string,
    revision: row['revision'] as number,
    source: row['source'] as string,
    document: JSON.parse(row['document'] as string) as JsonObject,
    deleted: row['deleted'] === 1,
    createdAt: row['created_at'] as number,
    ...(createdBy !== null && { createdBy }),
  };
}
