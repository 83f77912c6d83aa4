import type { TenantKey, User } from '@windhover/model';

/**
 * Whether the tenant may take the user for the person of that name and e-mail. What another tenant alone has written, by its
 * identity provider or an invitation whose link it has seen, shows nothing here: its administrators could have written
 * anybody's.
 */
export function isBelievedIn({ vouchedBy }: User, tenantKey: TenantKey): boolean {
  return vouchedBy === undefined || vouchedBy.includes(tenantKey);
}

/** The user as the tenant has come to know them, by the link that it gave them. */
export function believedIn(user: User, tenantKey: TenantKey): User {
  return isBelievedIn(user, tenantKey) ? user : { ...user, vouchedBy: [...user.vouchedBy!, tenantKey] };
}

/** The user as one whose name and e-mail are known to be theirs. */
export function believed({ vouchedBy: _tenant, ...user }: User): User {
  return user;
}
