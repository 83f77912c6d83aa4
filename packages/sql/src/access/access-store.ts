import type { TenantKey } from '@windhover/model';
import type { AccessStore, AllAccess } from '@windhover/ports';
import { sql } from '../sql-text.ts';
import type { InstanceDeps, ScopeDeps } from '../store-deps.ts';
import { bindingStore } from './binding-store.ts';
import { groupStore } from './group-store.ts';
import { roleStore } from './role-store.ts';
import { tenantAccessStore } from './tenant-access-store.ts';

export function accessStore(deps: ScopeDeps): AccessStore {
  return { ...tenantAccessStore(deps), ...roleStore(deps), ...bindingStore(deps), ...groupStore(deps) };
}

export function allAccess({ reads }: InstanceDeps): AllAccess {
  return {
    async tenantsOf(userId) {
      const rows = await reads.few(
        sql`select tenant_id from tenant_access where user_id = ${userId} order by tenant_id`,
      );
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },
  };
}
