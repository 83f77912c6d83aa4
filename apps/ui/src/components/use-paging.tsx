import type { ReactNode } from 'react';
import { useUrlSearch } from '../live/url-search.ts';
import { useSettings } from '../settings/settings.ts';
import { pageSizes, Pager } from './pager.tsx';

interface Paging {
  readonly page: number;
  readonly size: number;
  readonly pager: (total: number) => ReactNode;
}

/** Page and size of a list, kept in the address, and the pager that changes them. */
export function usePaging(): Paging {
  const [search, setSearch] = useUrlSearch();
  const page = Math.max(1, Math.floor(Number(search['page'] ?? 1)) || 1);
  const asked = Number(search['size']);
  const { pageSize } = useSettings();
  const size = [asked, pageSize].find((wanted) => (pageSizes as readonly number[]).includes(wanted)) ?? pageSizes[1];
  return {
    page,
    size,
    pager: (total) => (
      <Pager
        page={page}
        size={size}
        total={total}
        onPage={(next) => setSearch({ page: next === 1 ? undefined : String(next) })}
        onSize={(next) => setSearch({ size: String(next), page: undefined })}
      />
    ),
  };
}
