/** Who is in a group. Owners of a group manage its members without a permission, as long as they hold what it grants. */
import {
  IllegalState,
  MissingPermission,
  NotFound,
  type GroupMember,
  type TenantRef,
  type User,
} from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { joinWrites } from './admin-writes.ts';
import { groupHolder } from './binding-holders.ts';
import type { Actor } from './caller.ts';
import { getVisibleUser } from './find-visible-user.ts';
import { announce } from './instance-change.ts';
import { demandRightsOf, leaveGroupsWrites } from './membership-rules.ts';
import { can, demand } from './permissions.ts';
import { getGroup } from './save-group.ts';

/** For those who see groups, or manage the members of this one. Throws `NotFound`, `MissingPermission`. */
export async function listGroupMembers(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  groupId: string,
): Promise<readonly User[]> {
  if (!can(actor, 'GROUP:VIEW') && !(await mayManage(scope, actor, groupId)))
    throw new MissingPermission({ permission: 'GROUP:VIEW' });
  await getGroup(scope, groupId);
  const members = await scope.access.listMembers({ groupId });
  const users = await Promise.all(members.map(({ userId }) => deps.store.identity.findUser(userId)));
  return users.filter((user) => user !== undefined);
}

/** The user comes into the tenant with it. Throws `NotFound`, and `IllegalState` for one who is a member already. */
export async function addMember(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  groupId: string,
  userId: string,
): Promise<User> {
  await demandManage(scope, actor, groupId);
  await demandRightsOf(scope, actor, groupHolder(groupId));
  const user = await getVisibleUser(deps, scope, actor, userId);
  if ((await findMember(scope, groupId, userId)) !== undefined) {
    throw new IllegalState({ reason: `user '${user.username}' is a member of the group already` });
  }
  const join = await joinWrites(deps, scope, tenant.id, user, 'GROUP');
  await save(deps, scope, actor, { groupId, userId, membership: 'MEMBER' }, join, 'CREATE');
  return user;
}

/**
 * Removes the user; access that came with a group goes with the last one. Throws `NotFound`, and `IllegalState` for one
 * who is no member.
 */
export async function removeMember(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  groupId: string,
  userId: string,
): Promise<User> {
  await demandManage(scope, actor, groupId);
  const user = await getVisibleUser(deps, scope, actor, userId);
  await demandMember(scope, groupId, user);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'GROUP_MEMBERSHIP', detail: { groupId, userId } });
  const writes = await leaveGroupsWrites(deps, scope, userId, [groupId]);
  await deps.store.write([...writes, scope.audit.append(entry)]);
  announce(deps, { kind: 'access', tenantKey: scope.key });
  return user;
}

export async function setMembership(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  groupId: string,
  userId: string,
  membership: GroupMember['membership'],
): Promise<User> {
  await demandManage(scope, actor, groupId);
  await demandRightsOf(scope, actor, groupHolder(groupId));
  const user = await getVisibleUser(deps, scope, actor, userId);
  const before = await demandMember(scope, groupId, user);
  await save(deps, scope, actor, { ...before, membership }, [], 'UPDATE');
  return user;
}

/** Replaces the groups of a user in this tenant. Throws `NotFound` for the user or a group. */
export async function setGroupsOfUser(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  userId: string,
  groupIds: readonly string[],
): Promise<void> {
  demand(actor, 'USER:MANAGE_GROUP_MEMBERSHIP');
  const user = await getVisibleUser(deps, scope, actor, userId);
  const before = (await scope.access.listMembers({ userId })).map(({ groupId }) => groupId);
  const joined = groupIds.filter((groupId) => !before.includes(groupId));
  const left = before.filter((groupId) => !groupIds.includes(groupId));
  for (const groupId of joined) {
    await getGroup(scope, groupId);
    await demandRightsOf(scope, actor, groupHolder(groupId));
  }
  const entry = auditEntry(deps, actor, { type: 'UPDATE', resource: 'GROUP_MEMBERSHIP', detail: { userId, groupIds } });
  await deps.store.write([
    ...(joined.length === 0 ? [] : await joinWrites(deps, scope, tenant.id, user, 'GROUP')),
    ...joined.map((groupId) => scope.access.putMember({ groupId, userId, membership: 'MEMBER' })),
    ...(await leaveGroupsWrites(deps, scope, userId, left, joined.length > 0)),
    scope.audit.append(entry),
  ]);
  announce(deps, { kind: 'access', tenantKey: scope.key });
}

async function save(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  member: GroupMember,
  writes: readonly WriteOp[],
  type: 'CREATE' | 'UPDATE',
): Promise<void> {
  const entry = auditEntry(deps, actor, { type, resource: 'GROUP_MEMBERSHIP', detail: { ...member } });
  await deps.store.write([...writes, scope.access.putMember(member), scope.audit.append(entry)]);
  announce(deps, { kind: 'access', tenantKey: scope.key });
}

async function findMember(scope: TenantScope, groupId: string, userId: string): Promise<GroupMember | undefined> {
  const members = await scope.access.listMembers({ userId });
  return members.find((member) => member.groupId === groupId);
}

async function demandMember(scope: TenantScope, groupId: string, user: User): Promise<GroupMember> {
  const member = await findMember(scope, groupId, user.id);
  if (member === undefined) throw new IllegalState({ reason: `user '${user.username}' is not a member of the group` });
  return member;
}

/** Who may neither manage nor see groups learns nothing of this one. */
async function demandManage(scope: TenantScope, actor: Actor, groupId: string): Promise<void> {
  if (!(await mayManage(scope, actor, groupId))) throw new MissingPermission({ permission: 'GROUP:MANAGE_MEMBERS' });
  if ((await scope.access.findGroup(groupId)) === undefined) throw new NotFound({ thing: 'group' });
}

async function mayManage(scope: TenantScope, actor: Actor, groupId: string): Promise<boolean> {
  if (can(actor, 'GROUP:MANAGE_MEMBERS')) return true;
  return actor !== 'command-line' && (await findMember(scope, groupId, actor.user.id))?.membership === 'OWNER';
}
