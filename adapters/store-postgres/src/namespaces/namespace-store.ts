import type { Namespace, TenantKey } from '@windhover/model';
import type { NamespaceStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { changing } from '../step.ts';
import type { Row } from '../connection/statement.ts';

export function namespaceStore(key: TenantKey, reads: Reads): NamespaceStore {
  const write = scopeWrites(key);
  return {
    async find(id) {
      const row = await reads.one('select body from namespaces where tenant_id = $1 and namespace = $2', key, id);
      return row && toNamespace(row);
    },

    async list() {
      const text = 'select body from namespaces where tenant_id = $1 order by namespace';
      return (await reads.list(text, key)).map(toNamespace);
    },

    insert: (namespace) =>
      write(
        changing(
          { thing: 'Namespace', id: namespace.id },
          'insert into namespaces(body, tenant_id, namespace) values ($1, $2, $3)',
          JSON.stringify(namespace),
          key,
          namespace.id,
        ),
      ),

    update: (namespace) =>
      write(
        changing(
          { thing: 'Namespace', id: namespace.id },
          'update namespaces set body = $1 where tenant_id = $2 and namespace = $3',
          JSON.stringify(namespace),
          key,
          namespace.id,
        ),
      ),

    delete: (id) =>
      write(
        changing({ thing: 'Namespace', id }, 'delete from namespaces where tenant_id = $1 and namespace = $2', key, id),
      ),
  };
}

function toNamespace(row: Row): Namespace {
  return JSON.parse(row['body'] as string) as Namespace;
}
