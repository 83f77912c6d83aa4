/** Filters of lists that somebody gave a name to, on this browser, for each tenant on its own. */
import { useLocalStorage } from '@mantine/hooks';
import type { SearchValues } from '../live/url-search.ts';

export interface SavedSearch {
  readonly name: string;
  readonly values: SearchValues;
}

/** In the order of their names. One that is saved under a name that is taken replaces it. */
export function withSearch(searches: readonly SavedSearch[], added: SavedSearch): readonly SavedSearch[] {
  return [...withoutSearch(searches, added.name), added].sort((one, other) => one.name.localeCompare(other.name));
}

export function withoutSearch(searches: readonly SavedSearch[], name: string): readonly SavedSearch[] {
  return searches.filter((search) => search.name !== name);
}

/** The filters among what the address says: not where in the list one is. */
export function filtersAmong(values: SearchValues): SearchValues {
  const { page: _page, size: _size, ...filters } = values;
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''));
}

export function useSavedSearches(tenant: string | undefined, list: string) {
  return useLocalStorage<readonly SavedSearch[]>({
    key: `windhover.searches.${tenant ?? ''}.${list}`,
    defaultValue: [],
  });
}
