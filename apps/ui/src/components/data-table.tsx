import { useNavigate } from '@tanstack/react-router';
import { Skeleton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useRef, type MouseEvent, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import classes from './data-table.module.css';
import { rowLink } from './row-link.tsx';
import { SelectPage, SelectRow } from './select-row.tsx';
import { nextSort, type Sorting } from './use-sorting.ts';
import { useRowKeys } from './use-row-keys.ts';
import type { Selection } from './use-selection.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** In pixels; columns without one share what is left. */
  readonly width?: number;
  readonly align?: 'right';
  /** Gives way first where there is little room. */
  readonly minor?: boolean;
  /** Shown only where somebody asks for it. */
  readonly hidden?: boolean;
  /** The order that a first click on the header gives: `field:asc` or `field:desc`. */
  readonly sort?: string;
  /** The first column's cell is the row's link when the table has `rowTo`. */
  readonly cell: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while loading. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly rowTo?: (row: Row) => string;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  /** Dims the rows while they are being replaced. */
  readonly stale?: boolean;
  /** With it each row can be chosen, for what is done to many at once. */
  readonly selection?: Selection<Row>;
  /** With it the headers of columns that have an order change it. */
  readonly sorting?: Sorting;
}

const rowHeight = 32;
const virtualFrom = 100;
/** What a column takes at least that has no width of its own, and the one with the boxes to tick, in pixels. */
const narrowest = 110;
const selectWidth = 46;
const skeletonRows = Array.from({ length: 12 }, (_, index) => index);

/** Rows of 32 pixels over the whole width, walked with j and k; drawn only as far as they are seen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowTo, empty, stale = false, selection, sorting } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  useRowKeys(scroller);
  const isVirtual = (rows?.length ?? 0) >= virtualFrom;
  const virtualizer = useVirtualRows({ count: isVirtual ? rows!.length : 0, scroller, rowHeight });
  if (rows?.length === 0) return <>{empty}</>;

  const items = virtualizer.getVirtualItems();
  const first = isVirtual ? (items[0]?.index ?? 0) : 0;
  const shown = isVirtual ? rows!.slice(first, (items.at(-1)?.index ?? -1) + 1) : (rows ?? []);
  const above = first * rowHeight;
  const below = isVirtual ? virtualizer.getTotalSize() - above - shown.length * rowHeight : 0;

  const open = (event: MouseEvent, row: Row) => {
    const target = event.target as HTMLElement;
    if (rowTo === undefined || target.closest('a, button, input, label') !== null) return;
    if (window.getSelection()?.isCollapsed === false) return;
    if (event.metaKey || event.ctrlKey) window.open((event.currentTarget.querySelector('a') as HTMLAnchorElement).href);
    else void navigate({ to: rowTo(row) });
  };

  return (
    <div className={classes.scroller} ref={scroller}>
      <table
        className={classes.table}
        aria-label={label}
        aria-busy={rows === undefined}
        data-stale={stale || undefined}
        style={{ minWidth: minWidthOf(columns, selection !== undefined) }}
      >
        <colgroup>
          {selection !== undefined && <col style={{ width: selectWidth }} />}
          {columns.map((column) => (
            <col
              key={column.id}
              data-minor={column.minor}
              style={column.width === undefined ? undefined : { width: column.width }}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            {selection !== undefined && (
              <th scope="col">
                <SelectPage selection={selection} rows={(rows ?? []).map((row) => [rowKey(row), row])} />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                data-align={column.align}
                data-minor={column.minor}
                aria-sort={directionOf(column, sorting)}
              >
                <Header column={column} sorting={sorting} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {shown.map((row) => (
            <tr
              key={rowKey(row)}
              className={classes.row}
              data-link={rowTo !== undefined || undefined}
              data-chosen={
                (selection !== undefined && (selection.all || selection.chosen.has(rowKey(row)))) || undefined
              }
              onClick={(event) => open(event, row)}
            >
              {selection !== undefined && (
                <td>
                  <SelectRow selection={selection} name={rowKey(row)} row={row} />
                </td>
              )}
              {columns.map((column, index) => (
                <Cell
                  key={column.id}
                  column={column}
                  content={column.cell(row)}
                  to={index === 0 && rowTo !== undefined ? rowTo(row) : undefined}
                />
              ))}
            </tr>
          ))}
          {rows === undefined &&
            skeletonRows.map((index) => (
              <tr key={index} aria-hidden>
                {selection !== undefined && (
                  <td>
                    <Skeleton height={8} width={14} />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.id} data-minor={column.minor}>
                    <Skeleton height={8} width={`${35 + ((index * 17) % 40)}%`} />
                  </td>
                ))}
              </tr>
            ))}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

/** Without the columns that give way; beyond it the table scrolls to the side. */
function minWidthOf<Row>(columns: readonly Column<Row>[], isSelected: boolean): number {
  return columns
    .filter(({ minor }) => minor !== true)
    .reduce((sum, { width = narrowest }) => sum + width, isSelected ? selectWidth : 0);
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly content: ReactNode;
  /** Of the row, in the cell that names it. */
  readonly to: string | undefined;
}

/** A text that does not fit can be read on hover. */
function Cell<Row>({ column, content, to }: CellProps<Row>) {
  return (
    <td data-align={column.align} data-minor={column.minor} title={typeof content === 'string' ? content : undefined}>
      {to === undefined ? content : rowLink(to, content)}
    </td>
  );
}

interface HeaderProps<Row> {
  readonly column: Column<Row>;
  readonly sorting: Sorting | undefined;
}

function Header<Row>({ column, sorting }: HeaderProps<Row>) {
  const { header, sort } = column;
  if (header === '') return <span className={classes.unseen}>{t.actions}</span>;
  if (sorting === undefined || sort === undefined) return header;
  const direction = directionOf(column, sorting);
  return (
    <button type="button" className={classes.sort} onClick={() => sorting.onSort(nextSort(sorting.sort, sort))}>
      {header}
      {direction === 'ascending' && <IconArrowUp size={12} aria-hidden />}
      {direction === 'descending' && <IconArrowDown size={12} aria-hidden />}
    </button>
  );
}

function directionOf<Row>({ sort }: Column<Row>, sorting: Sorting | undefined): 'ascending' | 'descending' | undefined {
  const [field, direction] = sorting?.sort?.split(':') ?? [];
  if (sort === undefined || field !== sort.split(':')[0]) return undefined;
  return direction === 'desc' ? 'descending' : 'ascending';
}
