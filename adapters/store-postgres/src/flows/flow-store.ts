import type { TenantKey } from '@windhover/model';
import type { FlowStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { searchFlows } from './search-flows.ts';
import { absent, changing, step } from '../step.ts';
import { becomeNewest, insertLabels, insertRevision, toFlowRevision } from './flow-rows.ts';

export interface FlowStoreDeps {
  readonly key: TenantKey;
  readonly reads: Reads;
  readonly systemNamespace: string;
}

export function flowStore({ key, reads, systemNamespace }: FlowStoreDeps): FlowStore {
  const write = scopeWrites(key);
  return {
    async findLatest(namespace, id) {
      const row = await reads.one(
        `${latest} where f.tenant_id = $1 and f.namespace = $2 and f.flow_id = $3`,
        key,
        namespace,
        id,
      );
      return row && toFlowRevision(row);
    },

    async findRevision(namespace, id, revision) {
      const sql =
        'select * from flow_revisions where tenant_id = $1 and namespace = $2 and flow_id = $3 and revision = $4';
      const row = await reads.one(sql, key, namespace, id, revision);
      return row && toFlowRevision(row);
    },

    async listRevisions(namespace, id) {
      const sql =
        'select * from flow_revisions where tenant_id = $1 and namespace = $2 and flow_id = $3 order by revision';
      return (await reads.list(sql, key, namespace, id)).map(toFlowRevision);
    },

    async list(namespace) {
      const sql = `${latest} where f.tenant_id = $1 and f.deleted = 0 and ($2::text is null or f.namespace = $2)
                   order by f.namespace, f.flow_id`;
      return (await reads.list(sql, key, namespace ?? null)).map(toFlowRevision);
    },

    search: (filters, page, visible) => searchFlows(reads, key, systemNamespace, filters, page, visible),

    async listNamespaces() {
      const sql = 'select distinct namespace from flows where tenant_id = $1 and deleted = 0 order by namespace';
      return (await reads.list(sql, key)).map((row) => row['namespace'] as string);
    },

    async count() {
      const sql = 'select count(*) as total from flows where tenant_id = $1 and deleted = 0';
      return (await reads.list(sql, key))[0]?.['total'] as number;
    },

    append: (revision) =>
      write(
        becomeNewest(key, revision),
        insertRevision(key, revision),
        step(
          'delete from flow_labels where tenant_id = $1 and namespace = $2 and flow_id = $3',
          key,
          revision.namespace,
          revision.id,
        ),
        insertLabels(key, revision),
      ),

    deleteRevision(namespace, id, revision) {
      const flow = [key, namespace, id] as const;
      const refusal = { thing: 'FlowRevision', id: `${namespace}.${id}@${revision}` };
      return write(
        // whoever saves a new revision meanwhile waits, or is waited for
        step('select 1 from flows where tenant_id = $1 and namespace = $2 and flow_id = $3 for update', ...flow),
        // the newest one carries the flow: it goes last, and the flow with it
        absent(
          refusal,
          `select 1 from flow_revisions where tenant_id = $1 and namespace = $2 and flow_id = $3 and revision < $4
             and $4 = (select revision from flows where tenant_id = $1 and namespace = $2 and flow_id = $3)`,
          ...flow,
          revision,
        ),
        changing(
          refusal,
          'delete from flow_revisions where tenant_id = $1 and namespace = $2 and flow_id = $3 and revision = $4',
          ...flow,
          revision,
        ),
        step(
          `delete from flows where tenant_id = $1 and namespace = $2 and flow_id = $3
             and not exists (select 1 from flow_revisions where tenant_id = $1 and namespace = $2 and flow_id = $3)`,
          ...flow,
        ),
        step(
          `delete from flow_labels where tenant_id = $1 and namespace = $2 and flow_id = $3
             and not exists (select 1 from flows where tenant_id = $1 and namespace = $2 and flow_id = $3)`,
          ...flow,
        ),
      );
    },
  };
}

const latest = `select r.* from flows f join flow_revisions r on r.tenant_id = f.tenant_id
  and r.namespace = f.namespace and r.flow_id = f.flow_id and r.revision = f.revision`;
