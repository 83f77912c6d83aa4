import type { TenantAccess } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { scopeWrites } from '../scope-writes.ts';
import { step } from '../step.ts';
import type { Row } from '../connection/statement.ts';
import type { AccessStoreDeps } from './access-store.ts';

type TenantAccessStore = Pick<AccessStore, 'listAccess' | 'findAccess' | 'grantAccess' | 'revokeAccess'>;

export function tenantAccessStore({ key, reads }: AccessStoreDeps): TenantAccessStore {
  const write = scopeWrites(key);
  return {
    async listAccess() {
      const sql = 'select * from tenant_access where tenant_id = $1 order by user_id';
      return (await reads.list(sql, key)).map(toTenantAccess);
    },

    async findAccess(userId) {
      const row = await reads.one('select * from tenant_access where tenant_id = $1 and user_id = $2', key, userId);
      return row && toTenantAccess(row);
    },

    grantAccess: (access) =>
      write(
        step(
          `insert into tenant_access(tenant_id, user_id, origin, created_at) values ($1, $2, $3, $4)
           on conflict(tenant_id, user_id) do update set origin = excluded.origin where excluded.origin = 'DIRECT'`,
          key,
          access.userId,
          access.origin,
          access.createdAt,
        ),
      ),

    revokeAccess: (userId) =>
      write(
        step('delete from tenant_access where tenant_id = $1 and user_id = $2', key, userId),
        step(`delete from bindings where tenant_id = $1 and external_id = $2 and type = 'USER'`, key, userId),
        step('delete from group_members where tenant_id = $1 and user_id = $2', key, userId),
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
