import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { absent, lock, tenantWrite, type Step } from './step.ts';

/** Makes write operations of one tenant: refused once the tenant is gone, so that nothing grows under a retained key. */
export type ScopeWrite = (...steps: readonly Step[]) => WriteOp;

/** The lock makes the tenant's end wait for the writes that found it there, and them for it. */
export function scopeWrites(key: TenantKey): ScopeWrite {
  const isThere = [
    lock(tenantLock(key), 'shared'),
    absent({ thing: 'Tenant', id: key }, 'select 1 from tenants where tenant_id = $1 and retained > 0', key),
  ];
  return (...steps) => tenantWrite(key, ...isThere, ...steps);
}

export function tenantLock(key: TenantKey): string {
  return `tenant ${key}`;
}
