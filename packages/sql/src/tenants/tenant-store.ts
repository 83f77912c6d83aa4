import type { JsonObject, Suspension, Tenant, TenantKey, TenantStatus } from '@windhover/model';
import type { TenantStore } from '@windhover/ports';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';
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

export function tenantStore({ reads, dialect, write, writeEnd }: InstanceDeps): TenantStore {
  return {
    async find(tenantId) {
      const row = await reads.one(sql`select * from tenants where id = ${tenantId} and retained = 0`);
      return row && toTenant(row);
    },

    async findByKey(key) {
      const row = await reads.one(sql`select * from tenants where tenant_id = ${key} and retained < 2`);
      return row && toTenant(row);
    },

    async list() {
      return (await reads.list(sql`select * from tenants where retained = 0 order by id`)).map(toTenant);
    },

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`*`,
          from: sql`tenants`,
          where: [sql`retained = 0`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, id),
        },
        page,
        toTenant,
      ),

    async listRetained() {
      return (await reads.list(sql`select * from tenants where retained = 1 order by tenant_id`)).map(toTenant);
    },

    async keysOf(tenantId) {
      const rows = await reads.few(sql`select tenant_id from tenants where id = ${tenantId} order by tenant_id`);
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },

    insert: (tenant) =>
      write(
        changing(
          { thing: 'Tenant', id: tenant.id },
          sql`insert into tenants(tenant_id, id, name, status, settings, created_at)
            values (${tenant.key}, ${tenant.id}, ${tenant.name}, ${tenant.status},
              ${JSON.stringify(tenant.settings)}, ${tenant.createdAt})`,
        ),
      ),

    update: (tenant) =>
      write(
        changing(
          { thing: 'Tenant', id: tenant.id },
          sql`update tenants set name = ${tenant.name}, status = ${tenant.status},
              settings = ${JSON.stringify(tenant.settings)},
              suspension = ${tenant.suspension === undefined ? null : JSON.stringify(tenant.suspension)},
              purging = ${Number(tenant.purging ?? false)}
            where tenant_id = ${tenant.key} and retained = 0`,
        ),
      ),

    revive: (tenant) =>
      write(
        changing(
          { thing: 'Tenant', id: tenant.id },
          sql`update tenants set retained = 0, purging = 0, suspension = null, name = ${tenant.name},
              status = ${tenant.status}, settings = ${JSON.stringify(tenant.settings)}
            where tenant_id = ${tenant.key} and id = ${tenant.id} and retained = 1 and purging = 0`,
        ),
      ),

    markPurging: (key) =>
      write(
        changing(
          { thing: 'Tenant', id: key },
          sql`update tenants set purging = 1 where tenant_id = ${key} and retained = 1`,
        ),
      ),

    remove: (key) => writeEnd(key, ...removeTenant({ tenantKey: key }, dialect)),

    purge: (key, limit) => writeEnd(key, ...purgeTenant({ tenantKey: key }, limit, dialect)),
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
