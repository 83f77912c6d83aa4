import type { TenantRef } from '@windhover/model';
import { Conflict, type WriteOp } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { leaveGroupsWrites } from '../access/membership-rules.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { claimedGroups } from './claimed-groups.ts';
import { tenantsOf } from './user-details.ts';
import type { VouchedPerson } from './vouched-person.ts';

/**
 * Makes the caller a member of the groups that the claims name, in each tenant that the caller may enter: missing groups
 * are made, and memberships of an earlier sign-on that are not named any more end, with the access that came by them. A claim
 * that is absent names no group. Memberships that somebody gave by hand stay.
 */
export async function syncClaimedGroups(
  deps: Deps,
  caller: Caller,
  { identity, claims }: VouchedPerson,
): Promise<void> {
  const path = deps.settings.groupsClaimPath;
  if (path === undefined) return;
  const names = claimedGroups(claims, path) ?? [];
  for (const tenant of await tenantsOf(deps, caller.user)) {
    const sync = (): Promise<void> => syncInTenant(deps, caller, tenant, names, identity.provider);
    // Of two people who bring the same new group, one makes it
    await sync().catch((error: unknown) => (error instanceof Conflict ? sync() : Promise.reject(error as Error)));
  }
}

async function syncInTenant(
  deps: Deps,
  caller: Caller,
  tenant: TenantRef,
  names: readonly string[],
  provider: string,
): Promise<void> {
  const scope = deps.store.scope(tenant.key);
  const userId = caller.user.id;
  const groups = await scope.access.listGroups();
  const members = await scope.access.listMembers({ userId });
  const isMember = (groupId: string): boolean => members.some((member) => member.groupId === groupId);

  const wanted = names.map((name) => {
    const known = groups.find((group) => group.name === name);
    return { isNew: known === undefined, group: known ?? { id: deps.ids.next(), name, external: true } };
  });
  const joined = wanted.filter(({ group }) => !isMember(group.id));
  const left = members
    .filter(({ groupId, managedExternally }) => managedExternally && !wanted.some(({ group }) => group.id === groupId))
    .map(({ groupId }) => groupId);
  if (joined.length === 0 && left.length === 0) return;

  const membership = { userId, membership: 'MEMBER', managedExternally: true } as const;
  const writes: readonly WriteOp[] = [
    ...joined.flatMap(({ isNew, group }) => [
      ...(isNew ? [scope.access.insertGroup(group)] : []),
      scope.access.putMember({ groupId: group.id, ...membership }),
    ]),
    ...(await leaveGroupsWrites(deps, scope, userId, left, joined.length > 0)),
  ];
  const entry = auditEntry(deps, caller, {
    type: 'UPDATE',
    resource: 'GROUP_MEMBERSHIP',
    detail: { userId, provider, groupIds: wanted.map(({ group }) => group.id) },
  });
  await deps.store.write([...writes, scope.audit.append(entry)]);
  announce(deps, { kind: 'access', tenantKey: tenant.key });
}
