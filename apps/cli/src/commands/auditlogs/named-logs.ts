/** Audit logs by the words of a command. */
import { DoesNotExist, instanceKey, type TenantKey } from '@windhover/model';
import { findTenantById } from '@windhover/services';
import type { DirectContext } from '../../direct/direct-context.ts';

/** The logs of a tenant that is named, those of its predecessors included; else of all, and of the instance. */
export async function auditLogKeys(
  { deps }: Pick<DirectContext, 'deps'>,
  tenant: string | undefined,
): Promise<readonly TenantKey[]> {
  const keys = await deps.store.audit.keys();
  if (tenant === undefined) return keys;
  const named = await findTenantById(deps, tenant);
  const own = new Set([...(named === undefined ? [] : [named.key]), ...(await deps.store.tenants.keysOf(tenant))]);
  if (own.size === 0) throw new DoesNotExist({ thing: 'Tenant', id: tenant });
  return keys.filter((key) => own.has(key));
}

/** As a line of a command names it. */
export function logName({ deps }: Pick<DirectContext, 'deps'>, key: TenantKey): string {
  if (key === instanceKey) return 'the instance';
  return key === deps.store.tenantKeys.default.key ? 'the default tenant' : `tenant '${key}'`;
}
