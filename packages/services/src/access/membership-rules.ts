/** What holds for memberships of groups, whoever changes them: people, their provider of single sign-on, or one of accounts. */
import type { BindingHolder } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { userHolder } from './binding-holders.ts';
import type { Actor } from './caller.ts';
import { expandPermissions } from './expand-permissions.ts';
import { leaveTenantWrites } from './leave-tenant.ts';
import { demandToGrant } from './permissions.ts';

/**
 * Nobody hands on what they do not hold: by putting others into a group, or by speaking for an account. Throws
 * `MissingPermission`.
 */
export async function demandRightsOf(scope: TenantScope, actor: Actor, holder: BindingHolder): Promise<void> {
  for (const { roleId, namespace } of await scope.access.listBindings(holder)) {
    const role = await scope.access.findRole(roleId);
    if (role !== undefined) demandToGrant(actor, expandPermissions(role.permissions), namespace);
  }
}

/**
 * Takes a user out of groups of the tenant. Access that came with a group ends with the last one, unless the user has a
 * binding of their own, or `staysIn` because they join another group in the same write.
 */
export async function leaveGroupsWrites(
  deps: Pick<Deps, 'store'>,
  scope: TenantScope,
  userId: string,
  left: readonly string[],
  staysIn = false,
): Promise<readonly WriteOp[]> {
  const writes = left.map((groupId) => scope.access.deleteMember(groupId, userId));
  if (left.length === 0 || staysIn) return writes;
  const record = await scope.access.findAccess(userId);
  if (record?.origin !== 'GROUP') return writes;
  const members = await scope.access.listMembers({ userId });
  if (members.some(({ groupId }) => !left.includes(groupId))) return writes;
  const bindings = await scope.access.listBindings(userHolder(userId));
  return bindings.length > 0 ? writes : [...writes, ...(await leaveTenantWrites(deps, scope, userId))];
}
