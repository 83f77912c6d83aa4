/** A user with where they belong, as replies show it. */
import { tenancyMode, type GroupMember, type TenantRef, type User } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { accessibleTenants } from '../tenants/accessible-tenants.ts';
import type { Deps } from '../deps.ts';
import { groupsOf, tenantOf, type Placement } from './placement.ts';

export interface UserDetails {
  readonly user: User;
  readonly displayName: string;
  /** Tenants with an access record; in single mode the default tenant. */
  readonly tenants: readonly TenantRef[];
  readonly groups: readonly { readonly tenant: TenantRef; readonly member: GroupMember }[];
}

export async function userDetails(deps: Pick<Deps, 'store' | 'settings'>, user: User): Promise<UserDetails> {
  const tenants = await tenantsOf(deps, user);
  const groups = await Promise.all(
    tenants.map(async (tenant) => {
      const members = await deps.store.scope(tenant.key).access.listMembers({ userId: user.id });
      return members.map((member) => ({ tenant, member }));
    }),
  );
  return { user, displayName: displayName(user), tenants, groups: inOrder(groups.flat(), user.groupOrder ?? []) };
}

/**
 * Of a user who is being made, as the placement will have it: nothing of that need be stored yet. Throws `DoesNotExist` for a
 * tenant or group that is unknown.
 */
export async function newUserDetails(
  deps: Pick<Deps, 'store' | 'settings'>,
  actor: Actor,
  user: User,
  { tenants: tenantIds = [], groupIds = [] }: Pick<Placement, 'tenants' | 'groupIds'>,
): Promise<UserDetails> {
  const named = await Promise.all(tenantIds.map((id) => tenantOf(deps, id)));
  const groups = (await groupsOf(deps, actor, [...new Set(groupIds)])).map(
    ({ tenant, group }): UserDetails['groups'][number] => {
      return { tenant, member: { groupId: group.id, userId: user.id, membership: 'MEMBER' } };
    },
  );
  const entered = new Set([...named, ...groups.map(({ tenant }) => tenant)].map(({ key }) => key));
  const everyTenant = await accessibleTenants(deps, { ...user, superAdmin: true });
  const isSingle = tenancyMode(deps.settings.tenancy) === 'single';
  const tenants = everyTenant.filter(({ key }) => isSingle || entered.has(key));
  return { user, displayName: displayName(user), tenants, groups: inOrder(groups, user.groupOrder ?? []) };
}

/** As they were sent; those that came otherwise follow. */
function inOrder(groups: UserDetails['groups'], order: readonly string[]): UserDetails['groups'] {
  const place = ({ member }: UserDetails['groups'][number]): number => {
    const index = order.indexOf(member.groupId);
    return index < 0 ? order.length : index;
  };
  return groups.toSorted((one, other) => place(one) - place(other));
}

/** Tenants that the user has a record for: the superadmin flag opens others, but is none. */
export async function tenantsOf(deps: Pick<Deps, 'store' | 'settings'>, user: User): Promise<readonly TenantRef[]> {
  const records = { ...user, superAdmin: false };
  return tenancyMode(deps.settings.tenancy) === 'single'
    ? accessibleTenants(deps, user)
    : accessibleTenants(deps, records);
}

export function displayName({ firstName, lastName, username }: User): string {
  const name = [firstName, lastName].filter((part) => part !== undefined && part !== '').join(' ');
  return name === '' ? username : name;
}
