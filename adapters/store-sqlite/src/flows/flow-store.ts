import type { TenantKey } from '@windhover/model';
import type { FlowStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { scopeWrites } from '../scope-writes.ts';
import { searchFlows } from './search-flows.ts';
import { absent, changing, step } from '../step.ts';
import { becomeNewest, insertLabels, insertRevision, toFlowRevision } from './flow-rows.ts';

export interface FlowStoreDeps {
  readonly key: TenantKey;
  readonly points: PointReads;
  readonly reader: Reader;
  readonly systemNamespace: string;
}

export function flowStore({ key, points, reader, systemNamespace }: FlowStoreDeps): FlowStore {
  const write = scopeWrites(key);
  return {
    async findLatest(namespace, id) {
      const row = points.one(
        `${latest} where f.tenant_id = ? and f.namespace = ? and f.flow_id = ?`,
        key,
        namespace,
        id,
      );
      return row && toFlowRevision(row);
    },

    async findRevision(namespace, id, revision) {
      const sql = 'select * from flow_revisions where tenant_id = ? and namespace = ? and flow_id = ? and revision = ?';
      const row = points.one(sql, key, namespace, id, revision);
      return row && toFlowRevision(row);
    },

    async listRevisions(namespace, id) {
      const sql =
        'select * from flow_revisions where tenant_id = ? and namespace = ? and flow_id = ? order by revision';
      return (await reader.read({ sql, parameters: [key, namespace, id] })).map(toFlowRevision);
    },

    async list(namespace) {
      const sql = `${latest} where f.tenant_id = ? and f.deleted = 0 and (? is null or f.namespace = ?)
                   order by f.namespace, f.flow_id`;
      const parameters = [key, namespace ?? null, namespace ?? null];
      return (await reader.read({ sql, parameters })).map(toFlowRevision);
    },

    search: (filters, page, visible) => searchFlows(reader, key, systemNamespace, filters, page, visible),

    async listNamespaces() {
      const sql = 'select distinct namespace from flows where tenant_id = ? and deleted = 0 order by namespace';
      return (await reader.read({ sql, parameters: [key] })).map((row) => row['namespace'] as string);
    },

    async count() {
      const sql = 'select count(*) as total from flows where tenant_id = ? and deleted = 0';
      return (await reader.read({ sql, parameters: [key] }))[0]?.['total'] as number;
    },

    append: (revision) =>
      write(
        becomeNewest(key, revision),
        insertRevision(key, revision),
        step(
          'delete from flow_labels where tenant_id = ? and namespace = ? and flow_id = ?',
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
        // the newest one carries the flow: it goes last, and the flow with it
        absent(
          refusal,
          `select 1 from flow_revisions where tenant_id = ?1 and namespace = ?2 and flow_id = ?3 and revision < ?4
             and ?4 = (select revision from flows where tenant_id = ?1 and namespace = ?2 and flow_id = ?3)`,
          ...flow,
          revision,
        ),
        changing(
          refusal,
          'delete from flow_revisions where tenant_id = ? and namespace = ? and flow_id = ? and revision = ?',
          ...flow,
          revision,
        ),
        step(
          `delete from flows where tenant_id = ?1 and namespace = ?2 and flow_id = ?3
             and not exists (select 1 from flow_revisions where tenant_id = ?1 and namespace = ?2 and flow_id = ?3)`,
          ...flow,
        ),
        step(
          `delete from flow_labels where tenant_id = ?1 and namespace = ?2 and flow_id = ?3
             and not exists (select 1 from flows where tenant_id = ?1 and namespace = ?2 and flow_id = ?3)`,
          ...flow,
        ),
      );
    },
  };
}

const latest = `select r.* from flows f join flow_revisions r on r.tenant_id = f.tenant_id
  and r.namespace = f.namespace and r.flow_id = f.flow_id and r.revision = f.revision`;
