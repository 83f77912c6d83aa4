import type { JsonObject, Suspension, Tenant, TenantKey, TenantStatus } from '@windhover/model';
import type { TenantStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, writeOp } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';
import { purgeTenant } from './purge-tenant.ts';
import { removeTenant } from './remove-tenant.ts';

const id = sql`id`;
const name = sql`name`;
const filterFields: FilterFields = {
  q: anyContains([id, name]),
  query: anyContains([id, name]),
  id: textFilter(id),
  name: textFilter(name),
};
const sortFields: SortFields = { id, name };

export function tenantStore(points: PointReads, reader: Reader): TenantStore {
  return {
    async find(tenantId) {
      const row = points.one('select * from tenants where id = ? and retained = 0', tenantId);
      return row && toTenant(row);
    },

    async findByKey(key) {
      const row = points.one('select * from tenants where tenant_id = ? and retained < 2', key);
      return row && toTenant(row);
    },

    async list() {
      const text = 'select * from tenants where retained = 0 order by id';
      return (await reader.read({ sql: text, parameters: [] })).map(toTenant);
    },

    search: (filters, page) =>
      readPage(
        reader,
        {
          columns: sql`*`,
          from: sql`tenants`,
          where: [sql`retained = 0`, ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, id),
        },
        page,
        toTenant,
      ),

    async listRetained() {
      const text = 'select * from tenants where retained = 1 order by tenant_id';
      return (await reader.read({ sql: text, parameters: [] })).map(toTenant);
    },

    async keysOf(tenantId) {
      const rows = points.few('select tenant_id from tenants where id = ? order by tenant_id', tenantId);
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },

    insert: (tenant) =>
      writeOp(
        changing(
          { thing: 'Tenant', id: tenant.id },
          'insert into tenants(tenant_id, id, name, status, settings, created_at) values (?, ?, ?, ?, ?, ?)',
          tenant.key,
          tenant.id,
          tenant.name,
          tenant.status,
          JSON.stringify(tenant.settings),
          tenant.createdAt,
        ),
      ),

    update: (tenant) =>
      writeOp(
        changing(
          { thing: 'Tenant', id: tenant.id },
          `update tenants set name = ?, status = ?, settings = ?, suspension = ?, purging = ?
           where tenant_id = ? and retained = 0`,
          tenant.name,
          tenant.status,
          JSON.stringify(tenant.settings),
          tenant.suspension === undefined ? null : JSON.stringify(tenant.suspension),
          Number(tenant.purging ?? false),
          tenant.key,
        ),
      ),

    revive: (tenant) =>
      writeOp(
        changing(
          { thing: 'Tenant', id: tenant.id },
          `update tenants set retained = 0, purging = 0, suspension = null, name = ?, status = ?, settings = ?
           where tenant_id = ? and id = ? and retained = 1 and purging = 0`,
          tenant.name,
          tenant.status,
          JSON.stringify(tenant.settings),
          tenant.key,
          tenant.id,
        ),
      ),

    markPurging: (key) =>
      writeOp(
        changing(
          { thing: 'Tenant', id: key },
          'update tenants set purging = 1 where tenant_id = ? and retained = 1',
          key,
        ),
      ),

    remove: removeTenant,

    purge: purgeTenant,
  };
}

function toTenant(row: Row): Tenant {
  const suspension = row['suspension'] as string | null;
  return {
    key: row['tenant_id'] as TenantKey,
    id: row['id'] as string,
    name: row['name'] as string,
    status: row['status'] as TenantStatus,
    settings: JSON.parse(row['settings'] as string) as JsonObject,
    createdAt: row['created_at'] as number,
    ...(suspension !== null && { suspension: JSON.parse(suspension) as Suspension }),
    ...(row['purging'] === 1 && { purging: true }),
  };
}
