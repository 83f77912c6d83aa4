import { useEffect, type ReactNode } from 'react';
import { isApiError, isUnreachable } from '../api/api-error.ts';
import { useUrlSearch } from '../live/url-search.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { PageError } from './page-state.tsx';

interface ListViewProps<Row> extends Omit<DataTableProps<Row>, 'stale'> {
  /** The query that the rows come from. */
  readonly list: {
    readonly error: Error | null;
    readonly isPlaceholderData: boolean;
    readonly refetch: () => Promise<unknown>;
  };
  /** Stands below the rows, such as a pager. */
  readonly foot?: ReactNode;
}

/** Rows of a query, or why there are none. While the server cannot be reached those that were read last stay. */
export function ListView<Row>({ list, foot, ...table }: ListViewProps<Row>) {
  const { error, isPlaceholderData } = list;
  useFirstPage(table.rows?.length === 0 && error === null && !isPlaceholderData);
  const isOld = table.rows !== undefined && isApiError(error) && isUnreachable(error.status);
  if (error !== null && !isOld) return <PageError error={error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <DataTable {...table} stale={isPlaceholderData || isOld} />
      {foot}
    </>
  );
}

/** A page beyond the last one, because its rows have gone or the address is old, is no empty list: the first one is shown. */
function useFirstPage(isEmpty: boolean): void {
  const [search, setSearch] = useUrlSearch();
  const isBeyond = isEmpty && search['page'] !== undefined;
  useEffect(() => {
    if (isBeyond) setSearch({ page: undefined });
    // The function is another one at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isBeyond]);
}
