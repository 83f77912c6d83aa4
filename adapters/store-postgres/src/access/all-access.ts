import type { TenantKey } from '@windhover/model';
import type { AllAccess } from '@windhover/ports';
import type { Reads } from '../reads.ts';

export function allAccess(reads: Reads): AllAccess {
  return {
    async tenantsOf(userId) {
      const rows = await reads.list(
        'select tenant_id from tenant_access where user_id = $1 order by tenant_id',
        userId,
      );
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },
  };
}
