import type { JsonObject, Suspension, Tenant, TenantKey, TenantStatus } from '@windhover/model';
import type { TenantStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, instanceWrite } from '../step.ts';
import type { Row } from '../connection/statement.ts';
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

export function tenantStore(reads: Reads): TenantStore {
  return {
    async find(tenantId) {
      const row = await reads.one('select * from tenants where id = $1 and retained = 0', tenantId);
      return row && toTenant(row);
    },

    async findByKey(key) {
      const row = await reads.one('select * from tenants where tenant_id = $1 and retained < 2', key);
      return row && toTenant(row);
    },

    async list() {
      const text = 'select * from tenants where retained = 0 order by id';
      return (await reads.list(text)).map(toTenant);
    },

    search: (filters, page) =>
      readPage(
        reads,
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
      return (await reads.list(text)).map(toTenant);
    },

    async keysOf(tenantId) {
      const rows = await reads.list('select tenant_id from tenants where id = $1 order by tenant_id', tenantId);
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },

    insert: (tenant) =>
      instanceWrite(
        changing(
          { thing: 'Tenant', id: tenant.id },
          'insert into tenants(tenant_id, id, name, status, settings, created_at) values ($1, $2, $3, $4, $5, $6)',
          tenant.key,
          tenant.id,
          tenant.name,
          tenant.status,
          JSON.stringify(tenant.settings),
          tenant.createdAt,
        ),
      ),

    update: (tenant) =>
      instanceWrite(
        changing(
          { thing: 'Tenant', id: tenant.id },
          `update tenants set name = $1, status = $2, settings = $3, suspension = $4, purging = $5
           where tenant_id = $6 and retained = 0`,
          tenant.name,
          tenant.status,
          JSON.stringify(tenant.settings),
          tenant.suspension === undefined ? null : JSON.stringify(tenant.suspension),
          Number(tenant.purging ?? false),
          tenant.key,
        ),
      ),

    revive: (tenant) =>
      instanceWrite(
        changing(
          { thing: 'Tenant', id: tenant.id },
          `update tenants set retained = 0, purging = 0, suspension = null, name = $1, status = $2, settings = $3
           where tenant_id = $4 and id = $5 and retained = 1 and purging = 0`,
          tenant.name,
          tenant.status,
          JSON.stringify(tenant.settings),
          tenant.key,
          tenant.id,
        ),
      ),

    markPurging: (key) =>
      instanceWrite(
        changing(
          { thing: 'Tenant', id: key },
          'update tenants set purging = 1 where tenant_id = $1 and retained = 1',
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
