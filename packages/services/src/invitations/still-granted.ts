/** Whether whoever invited somebody could still do so: what they may not grant any more is not taken on their word. */
import { MissingPermission, NotFound, type Invitation } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { expandPermissions } from '../access/expand-permissions.ts';
import { demand, toPermissions } from '../access/permissions.ts';
import { rolesOfUser } from '../access/tenant-access.ts';
import type { Deps } from '../deps.ts';
import { demandInvitedRights } from './invited-rights.ts';

/** True for what the command line has promised, and superadmins. Roles and groups that are gone meanwhile are not asked about. */
export async function isStillGranted(
  deps: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
  { invitedBy, superAdmin, roles, groupIds }: Invitation,
): Promise<boolean> {
  if (invitedBy === undefined) return true;
  const user = await deps.store.identity.findUser(invitedBy);
  if (user === undefined) return false;
  if (user.superAdmin) return true;
  if (superAdmin) return false;
  const [knownRoles, knownGroups] = await Promise.all([
    scope.access.findRoles(roles.map(({ id }) => id)),
    scope.access.findGroups(groupIds),
  ]);
  try {
    const held = (await rolesOfUser(deps, scope, 'command-line', invitedBy)).roles;
    const grants = held.map(({ role, namespace }) => ({ permissions: expandPermissions(role.permissions), namespace }));
    const inviter: Caller = { user, via: 'session', permissions: toPermissions(grants) };
    demand(inviter, 'INVITATION:CREATE');
    await demandInvitedRights(scope, inviter, {
      roles: roles.filter(({ id }) => knownRoles.some((role) => role.id === id)),
      groupIds: knownGroups.map(({ id }) => id),
    });
    return true;
  } catch (error) {
    // They lack a right, or are not in the tenant any more
    if (error instanceof MissingPermission || error instanceof NotFound) return false;
    throw error;
  }
}
