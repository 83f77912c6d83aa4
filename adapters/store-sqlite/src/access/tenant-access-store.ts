import type { TenantAccess } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { scopeWrites } from '../scope-writes.ts';
import { step } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';
import type { AccessStoreDeps } from './access-store.ts';

type TenantAccessStore = Pick<AccessStore, 'listAccess' | 'findAccess' | 'grantAccess' | 'revokeAccess'>;

export function tenantAccessStore({ key, points, reader }: AccessStoreDeps): TenantAccessStore {
  const write = scopeWrites(key);
  return {
    async listAccess() {
      const sql = 'select * from tenant_access where tenant_id = ? order by user_id';
      return (await reader.read({ sql, parameters: [key] })).map(toTenantAccess);
    },

    async findAccess(userId) {
      const row = points.one('select * from tenant_access where tenant_id = ? and user_id = ?', key, userId);
      return row && toTenantAccess(row);
    },

    grantAccess: (access) =>
      write(
        step(
          `insert into tenant_access(tenant_id, user_id, origin, created_at) values (?, ?, ?, ?)
           on conflict(tenant_id, user_id) do update set origin = excluded.origin where excluded.origin = 'DIRECT'`,
          key,
          access.userId,
          access.origin,
          access.createdAt,
        ),
      ),

    revokeAccess: (userId) =>
      write(
        step('delete from tenant_access where tenant_id = ? and user_id = ?', key, userId),
        step(`delete from bindings where tenant_id = ? and external_id = ? and type = 'USER'`, key, userId),
        step('delete from group_members where tenant_id = ? and user_id = ?', key, userId),
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
