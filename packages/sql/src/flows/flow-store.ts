import type { FlowStore } from '@windhover/ports';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { appendRevision } from './append-revision.ts';
import { deleteRevision } from './delete-revision.ts';
import { flowsWithRevision, toFlowRevision } from './flow-row.ts';
import { searchFlows } from './search-flows.ts';

const latest = sql`select r.* from ${flowsWithRevision}`;

/** Flows of one tenant with their revisions. */
export function flowStore(deps: ScopeDeps): FlowStore {
  const { tenant, reads, write } = deps;
  return {
    async findLatest(namespace, id) {
      const row = await reads.one(
        sql`${latest} where f.tenant_id = ${tenant} and f.namespace = ${namespace} and f.flow_id = ${id}`,
      );
      return row && toFlowRevision(row);
    },

    async findRevision(namespace, id, revision) {
      const row = await reads.one(
        sql`select * from flow_revisions
          where tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${id} and revision = ${revision}`,
      );
      return row && toFlowRevision(row);
    },

    async listRevisions(namespace, id) {
      const rows = await reads.list(
        sql`select * from flow_revisions where tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${id}
          order by revision`,
      );
      return rows.map(toFlowRevision);
    },

    async list(namespace) {
      const inNamespace = namespace === undefined ? sql`` : sql`and f.namespace = ${namespace}`;
      const rows = await reads.list(
        sql`${latest} where f.tenant_id = ${tenant} and f.deleted = 0 ${inNamespace} order by f.namespace, f.flow_id`,
      );
      return rows.map(toFlowRevision);
    },

    search: (filters, page, visible) => searchFlows(deps, filters, page, visible),

    async listNamespaces() {
      const rows = await reads.list(
        sql`select distinct namespace from flows where tenant_id = ${tenant} and deleted = 0 order by namespace`,
      );
      return rows.map((row) => row['namespace'] as string);
    },

    async count() {
      const rows = await reads.list(
        sql`select count(*) as total from flows where tenant_id = ${tenant} and deleted = 0`,
      );
      return rows[0]?.['total'] as number;
    },

    append: (revision) => write(...appendRevision(tenant, revision)),

    deleteRevision: (namespace, id, revision) => write(...deleteRevision(deps, namespace, id, revision)),
  };
}
