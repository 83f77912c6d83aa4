import type { Namespace, TenantKey } from '@windhover/model';
import type { NamespaceStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { scopeWrites } from '../scope-writes.ts';
import { changing } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

export function namespaceStore(key: TenantKey, points: PointReads, reader: Reader): NamespaceStore {
  const write = scopeWrites(key);
  return {
    async find(id) {
      const row = points.one('select body from namespaces where tenant_id = ? and namespace = ?', key, id);
      return row && toNamespace(row);
    },

    async list() {
      const text = 'select body from namespaces where tenant_id = ? order by namespace';
      return (await reader.read({ sql: text, parameters: [key] })).map(toNamespace);
    },

    insert: (namespace) =>
      write(
        changing(
          { thing: 'Namespace', id: namespace.id },
          'insert into namespaces(body, tenant_id, namespace) values (?, ?, ?)',
          JSON.stringify(namespace),
          key,
          namespace.id,
        ),
      ),

    update: (namespace) =>
      write(
        changing(
          { thing: 'Namespace', id: namespace.id },
          'update namespaces set body = ? where tenant_id = ? and namespace = ?',
          JSON.stringify(namespace),
          key,
          namespace.id,
        ),
      ),

    delete: (id) =>
      write(
        changing({ thing: 'Namespace', id }, 'delete from namespaces where tenant_id = ? and namespace = ?', key, id),
      ),
  };
}

function toNamespace(row: Row): Namespace {
  return JSON.parse(row['body'] as string) as Namespace;
}
