/** Pages through users that were gathered from records of a tenant: a list of people, not of executions. */
import type { Paged, PageRequest, QueryFilter, User } from '@windhover/model';
import { displayName } from '../identity/user-details.ts';

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

function matches(user: User, { field, operation, value }: QueryFilter): boolean {
  const texts =
    field === 'q'
      ? [user.username, user.email ?? '', displayName(user)]
      : [field === 'email' ? (user.email ?? '') : user.username];
  const wanted = (typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []).map(
    (text) => text.toLowerCase(),
  );
  const has = (test: (text: string, want: string) => boolean): boolean =>
    texts.some((text) => wanted.some((want) => test(text.toLowerCase(), want)));
  if (field === 'q') return has((text, want) => text.includes(want));
  switch (operation) {
    case 'EQUALS':
    case 'IN':
      return has((text, want) => text === want);
    case 'NOT_EQUALS':
    case 'NOT_IN':
      return !has((text, want) => text === want);
    case 'STARTS_WITH':
    case 'PREFIX':
      return has((text, want) => text.startsWith(want));
    case 'ENDS_WITH':
      return has((text, want) => text.endsWith(want));
    case 'CONTAINS':
      return has((text, want) => text.includes(want));
    default:
      return false;
  }
}
