import type { TenantAccess } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

type TenantAccessStore = Pick<AccessStore, 'listAccess' | 'findAccess' | 'grantAccess' | 'revokeAccess'>;

export function tenantAccessStore({ tenant, reads, write }: ScopeDeps): TenantAccessStore {
  return {
    async listAccess() {
      const rows = await reads.list(sql`select * from tenant_access where tenant_id = ${tenant} order by user_id`);
      return rows.map(toTenantAccess);
    },

    async findAccess(userId) {
      const row = await reads.one(sql`select * from tenant_access where tenant_id = ${tenant} and user_id = ${userId}`);
      return row && toTenantAccess(row);
    },

    grantAccess: ({ userId, origin, createdAt }) =>
      write(
        step(
          sql`insert into tenant_access(tenant_id, user_id, origin, created_at)
            values (${tenant}, ${userId}, ${origin}, ${createdAt})
            on conflict(tenant_id, user_id) do update set origin = excluded.origin where excluded.origin = 'DIRECT'`,
        ),
      ),

    revokeAccess: (userId) =>
      write(
        step(sql`delete from tenant_access where tenant_id = ${tenant} and user_id = ${userId}`),
        step(sql`delete from bindings where tenant_id = ${tenant} and external_id = ${userId} and type = 'USER'`),
        step(sql`delete from group_members where tenant_id = ${tenant} and user_id = ${userId}`),
      ),
  };
}

function toTenantAccess(row: Row): TenantAccess {
  return {
    userId: row['user_id'] as string,
    origin: row['origin'] as TenantAccess['origin'],
    createdAt: row['created_at'] as number,
  };
}
