import type { ReactNode } from 'react';
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

/** Rows of a query, or why there are none. */
export function ListView<Row>({ list, foot, ...table }: ListViewProps<Row>) {
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <DataTable {...table} stale={list.isPlaceholderData} />
      {foot}
    </>
  );
}
