import type { TenantKey } from '@windhover/model';
import type { AllAccess } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';

export function allAccess(points: PointReads): AllAccess {
  return {
    async tenantsOf(userId) {
      const rows = points.few('select tenant_id from tenant_access where user_id = ? order by tenant_id', userId);
      return rows.map((row) => row['tenant_id'] as TenantKey);
    },
  };
}
