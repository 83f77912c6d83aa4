import type { TenantKey, User } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { isBelievedIn } from './believed-address.ts';

/** A person by e-mail, the login name or the one noted beside it, if the tenant believes that it is theirs. */
export async function findUserByEmail(
  { store }: Pick<Deps, 'store'>,
  tenantKey: TenantKey,
  email: string,
): Promise<User | undefined> {
  const named = await store.identity.findUserByName(email);
  if (named !== undefined && isBelievedIn(named, tenantKey)) return named;
  const filters = [
    { field: 'email', operation: 'EQUALS', value: email },
    { field: 'type', operation: 'EQUALS', value: 'USER' },
  ] as const;
  const { results } = await store.identity.searchUsers(filters, { page: 1, size: 1_000, sort: [] });
  return results.find((user) => isBelievedIn(user, tenantKey));
}
