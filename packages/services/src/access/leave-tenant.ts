import type { TenantScope, WriteOp } from '@windhover/ports';
import type { Deps } from '../deps.ts';

/**
 * Takes a user out of the tenant, with bindings and memberships. Tokens go along when they are left without a place: those
 * of the tenant's own service accounts, and of people who may enter no other tenant.
 */
export async function leaveTenantWrites(
  { store }: Pick<Deps, 'store'>,
  scope: TenantScope,
  userId: string,
): Promise<readonly WriteOp[]> {
  const user = await store.identity.findUser(userId);
  const others = (await store.access.tenantsOf(userId)).filter((key) => key !== scope.key);
  const isHomeless = user !== undefined && !user.superAdmin && (user.tenantKey === scope.key || others.length === 0);
  const tokens = isHomeless ? await store.identity.listTokens(userId) : [];
  return [scope.access.revokeAccess(userId), ...tokens.map(({ id }) => store.identity.deleteToken(userId, id))];
}
