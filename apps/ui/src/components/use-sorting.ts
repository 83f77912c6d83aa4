import { useUrlSearch } from '../live/url-search.ts';

/** The order of a list, `field:asc` or `field:desc`; undefined: the list's own. */
export interface Sorting {
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

/** An order that is kept in the address, and begins the list anew when it changes. */
export function useSorting(): Sorting {
  const [search, setSearch] = useUrlSearch();
  return { sort: search['sort'], onSort: (sort) => setSearch({ sort, page: undefined }) };
}

/** What a click on a column's header makes of the order: the column's first one, the other way round, and none. */
export function nextSort(sort: string | undefined, first: string): string | undefined {
  if (sort === first) return reversed(first);
  return sort === reversed(first) ? undefined : first;
}

function reversed(sort: string): string {
  return sort.endsWith(':asc') ? sort.replace(/asc$/, 'desc') : sort.replace(/desc$/, 'asc');
}
