/** What an invitation grants. */
import { NotFound, type User } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { joinWrites } from '../access/admin-writes.ts';
import type { Actor } from '../access/caller.ts';
import { expandPermissions } from '../access/expand-permissions.ts';
import { groupHolder, userHolder } from '../access/binding-holders.ts';
import { demandRightsOf } from '../access/membership-rules.ts';
import { demandToGrant } from '../access/permissions.ts';
import { getGroup } from '../access/save-group.ts';
import { getRole } from '../access/save-role.ts';
import type { Deps } from '../deps.ts';

export interface InvitedRights {
  /** Without namespaces: in the whole tenant. */
  readonly roles: readonly { readonly id: string; readonly namespaces: readonly string[] }[];
  readonly groupIds: readonly string[];
}

/** Throws `NotFound` for a role or group, `MissingPermission` for what the actor does not hold. */
export async function demandInvitedRights(scope: TenantScope, actor: Actor, rights: InvitedRights): Promise<void> {
  for (const { id, namespaces } of rights.roles) {
    const permissions = expandPermissions((await getRole(scope, id)).permissions);
    for (const namespace of namespacesOf(namespaces)) demandToGrant(actor, permissions, namespace);
  }
  for (const groupId of rights.groupIds) {
    await getGroup(scope, groupId);
    await demandRightsOf(scope, actor, groupHolder(groupId));
  }
}

/** Access, bindings and memberships; roles and groups that are gone meanwhile grant nothing. */
export async function invitedRightsWrites(
  deps: Deps,
  scope: TenantScope,
  user: User,
  rights: InvitedRights,
): Promise<readonly WriteOp[]> {
  const tenant = await deps.store.tenants.findByKey(scope.key);
  const writes = [...(await joinWrites(deps, scope, tenant?.id, user, 'DIRECT'))];
  const bindings = await scope.access.listBindings(userHolder(user.id));
  for (const { id: roleId, namespaces } of rights.roles) {
    if ((await scope.access.findRole(roleId)) === undefined) continue;
    for (const namespace of namespacesOf(namespaces)) {
      if (bindings.some((binding) => binding.roleId === roleId && binding.namespace === namespace)) continue;
      const binding = { id: deps.ids.next(), type: 'USER' as const, externalId: user.id, roleId };
      writes.push(scope.access.insertBinding({ ...binding, ...(namespace !== undefined && { namespace }) }));
    }
  }
  for (const groupId of rights.groupIds) {
    if ((await scope.access.findGroup(groupId)) === undefined) continue;
    writes.push(scope.access.putMember({ groupId, userId: user.id, membership: 'MEMBER' }));
  }
  return writes;
}

/** Throws `NotFound`, the same whoever asks for whatever reason. */
export function noInvitation(): NotFound {
  return new NotFound({ thing: 'invitation' });
}

function namespacesOf(namespaces: readonly string[]): readonly (string | undefined)[] {
  return namespaces.length === 0 ? [undefined] : namespaces;
}
