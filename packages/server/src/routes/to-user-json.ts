/** Users as replies show them. */
import { displayName, tenantsOf, userDetails, type Deps, type UserDetails } from '@windhover/services';
import type { TenantRef, User } from '@windhover/model';

/** Both spellings of the flag. */
export function superAdminFlags({ superAdmin }: Pick<User, 'superAdmin'>) {
  return { superAdmin, instanceOwner: superAdmin };
}

export function tenantReference({ id, name }: TenantRef) {
  return { ...(id === undefined ? {} : { id }), name };
}

/** Ways in which the user can sign in. */
export function authMethods({ passwordHash, identities = [] }: User) {
  return [
    ...(passwordHash === undefined ? [] : [{ id: 'password', name: 'password', type: 'BASIC_AUTH' }]),
    ...identities.map(({ provider }) => ({ id: provider, name: provider, type: 'OAUTH' })),
  ];
}

export async function userJson(deps: Deps, user: User) {
  return detailsJson(await userDetails(deps, user));
}

export function detailsJson({ user, displayName: name, tenants, groups }: UserDetails) {
  return {
    id: user.id,
    username: user.username,
    displayName: name,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    tenants: tenants.map(tenantReference),
    auths: authMethods(user),
    groups: groups.map(({ tenant, member }) => ({
      id: member.groupId,
      ...(tenant.id === undefined ? {} : { tenantId: tenant.id }),
    })),
    ...superAdminFlags(user),
    restricted: user.restricted,
  };
}

export async function userSummaryJson(deps: Deps, user: User) {
  return {
    id: user.id,
    username: user.username,
    displayName: displayName(user),
    tenants: (await tenantsOf(deps, user)).map(tenantReference),
    auths: authMethods(user),
    ...superAdminFlags(user),
  };
}
