/** Pages through users that were gathered from records of a tenant: a list of people, not of executions. */
import type { Paged, PageRequest, QueryFilter, User } from '@windhover/model';
import { displayName } from '../identity/user-details.ts';
import { matchesText } from './matches-text.ts';

/** Filters: `q` (name or e-mail contains), `username`, `email`. Sort: `id` (default), `username`. */
export function searchUsersInMemory(
  users: readonly User[],
  { filters, page }: { readonly filters: readonly QueryFilter[]; readonly page: PageRequest },
): Paged<User> {
  const found = users.filter((user) => filters.every((filter) => matches(user, filter)));
  const [sort] = page.sort;
  const key = ({ id, username }: User): string => (sort?.field === 'username' ? username.toLowerCase() : id);
  const direction = sort?.direction === 'desc' ? -1 : 1;
  const sorted = found.toSorted(
    (one, other) => direction * (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0),
  );
  const start = (page.page - 1) * page.size;
  return { results: sorted.slice(start, start + page.size), total: found.length };
}

function matches(user: User, filter: QueryFilter): boolean {
  if (filter.field === 'q') return matchesText([user.username, user.email ?? '', displayName(user)], filter);
  return matchesText([filter.field === 'email' ? (user.email ?? '') : user.username], filter);
}
