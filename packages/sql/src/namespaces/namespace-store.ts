import type { Namespace } from '@windhover/model';
import type { NamespaceStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { changing } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

export function namespaceStore({ tenant, reads, write }: ScopeDeps): NamespaceStore {
  return {
    async find(id) {
      const row = await reads.one(sql`select body from namespaces where tenant_id = ${tenant} and namespace = ${id}`);
      return row && fromBody<Namespace>(row);
    },

    async list() {
      const rows = await reads.list(sql`select body from namespaces where tenant_id = ${tenant} order by namespace`);
      return rows.map(fromBody<Namespace>);
    },

    insert: (namespace) =>
      write(
        changing(
          { thing: 'Namespace', id: namespace.id },
          sql`insert into namespaces(tenant_id, namespace, body)
            values (${tenant}, ${namespace.id}, ${JSON.stringify(namespace)})`,
        ),
      ),

    update: (namespace) =>
      write(
        changing(
          { thing: 'Namespace', id: namespace.id },
          sql`update namespaces set body = ${JSON.stringify(namespace)}
            where tenant_id = ${tenant} and namespace = ${namespace.id}`,
        ),
      ),

    delete: (id) =>
      write(
        changing(
          { thing: 'Namespace', id },
          sql`delete from namespaces where tenant_id = ${tenant} and namespace = ${id}`,
        ),
      ),
  };
}
