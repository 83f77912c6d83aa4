import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ListQuery } from '../api/query.ts';
import type { Page } from '../api/wire.ts';
import { useUrlSearch } from '../live/url-search.ts';
import { queryClient } from '../query-client.ts';
import { SearchField } from './search-field.tsx';
import { usePaging } from './use-paging.tsx';

interface SearchedListOptions<Row> {
  /** Begins the key of every page of the list. */
  readonly queryKey: readonly unknown[];
  readonly searchLabel: string;
  readonly sort?: string;
  readonly fetch: (query: ListQuery) => Promise<Page<Row>>;
  readonly enabled?: boolean;
}

export interface SearchedList<Row> {
  readonly query: UseQueryResult<Page<Row>>;
  /** The field that narrows it. */
  readonly field: ReactNode;
  readonly pager: ReactNode;
  /** Takes the search away; undefined when nothing is searched for. */
  readonly onClear: (() => void) | undefined;
  readonly renew: () => Promise<void>;
}

/** A paged list with a free text; text and page are in the address. */
export function useSearchedList<Row>(options: SearchedListOptions<Row>): SearchedList<Row> {
  const { queryKey, searchLabel, sort, fetch, enabled = true } = options;
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const text = search['q'] ?? '';
  const find = (q: string | undefined) => setSearch({ q, page: undefined });
  const query = useQuery({
    queryKey: [...queryKey, page, size, text],
    queryFn: () =>
      fetch({
        page,
        size,
        ...(sort === undefined ? {} : { sort }),
        filters: [{ field: 'q', operation: 'EQUALS', value: text }],
      }),
    enabled,
    placeholderData: (before: Page<Row> | undefined) => before,
  });
  return {
    query,
    field: <SearchField label={searchLabel} value={text} onChange={find} />,
    pager: pager(query.data?.total ?? 0),
    onClear: text === '' ? undefined : () => find(undefined),
    renew: () => queryClient.invalidateQueries({ queryKey }),
  };
}
