import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { absent, writeOp, type Step } from './step.ts';

/** Makes write operations of one tenant: refused once the tenant is gone, so that nothing grows under a retained key. */
export type ScopeWrite = (...steps: readonly Step[]) => WriteOp;

export function scopeWrites(key: TenantKey): ScopeWrite {
  const open = absent({ thing: 'Tenant', id: key }, 'select 1 from tenants where tenant_id = ? and retained > 0', key);
  return (...steps) => writeOp(open, ...steps);
}
