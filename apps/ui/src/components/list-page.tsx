import type { ReactNode } from 'react';
import { t } from '../messages/en.ts';
import type { Column } from './data-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ListView } from './list-view.tsx';
import { NothingListed } from './nothing-listed.tsx';
import { PageBar } from './page-bar.tsx';
import type { SearchedList } from './use-searched-list.tsx';

interface ListPageProps<Row> {
  readonly title: string;
  readonly list: SearchedList<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowTo?: (row: Row) => string;
  readonly create: ReactNode;
  readonly icon: ReactNode;
  readonly empty: string;
  readonly emptyText?: string;
  /** Dialogs. */
  readonly children?: ReactNode;
}

/** A page of administration: what there is of one kind, searched, with a button that makes another one. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, list, columns, rowKey, rowTo, create, icon, empty, emptyText, children } = props;
  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={title} actions={create} />
      <FilterBar>{list.field}</FilterBar>
      <ListView
        label={title}
        list={list.query}
        columns={columns}
        rows={list.query.data?.results}
        rowKey={rowKey}
        {...(rowTo === undefined ? {} : { rowTo })}
        empty={<NothingListed icon={icon} title={empty} text={emptyText} action={create} onClear={list.onClear} />}
        foot={list.pager}
      />
      {children}
    </>
  );
}
