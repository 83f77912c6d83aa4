import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ChartRow, ChartRows, WireChart } from '../api/dashboards.ts';
import { Pager } from '../components/pager.tsx';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { formatInstant } from '../format/instant.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { paths } from '../paths.ts';
import { StateBadge } from '../states/state-badge.tsx';
import { useTenant } from '../tenants/use-tenant.ts';
import { isState } from './chart-colours.ts';
import { columnsOf, dataKind, textOf, titleOf, type ChartColumn } from './chart-parts.ts';
import { formatValue } from './chart-value.ts';
import classes from './charts.module.css';

interface ChartTableProps {
  readonly chart: WireChart;
  readonly rows: ChartRows;
  readonly page: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
}

const alignments = { LEFT: 'left', CENTER: 'center', RIGHT: 'right' } as const;

/** Rows, page by page; what they name leads there. */
export function ChartTable({ chart, rows, page, size, onPage, onSize }: ChartTableProps) {
  const tenant = useTenant();
  const columns = columnsOf(chart);
  const { header, pagination } = chart.chartOptions ?? {};
  return (
    <>
      <ScrollRegion className={classes.tableFrame} label={words.rows(titleOf(chart))}>
        <table className={classes.table}>
          {header?.enabled !== false && (
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.name} scope="col" style={{ textAlign: alignmentOf(column) }}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rows.results.map((row, index) => (
              // Rows have no key: two may be alike in all that is shown
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column.name} style={{ textAlign: alignmentOf(column) }}>
                    {cellOf(tenant, chart, columns, column, row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {pagination?.enabled !== false && rows.total > Math.min(size, rows.results.length) && (
        <Pager page={page} size={size} total={rows.total} onPage={onPage} onSize={onSize} />
      )}
    </>
  );
}

function alignmentOf({ columnAlignment, agg }: ChartColumn): 'left' | 'center' | 'right' {
  return columnAlignment === undefined ? (agg === undefined ? 'left' : 'right') : alignments[columnAlignment];
}

const isoDate = /^\d{4}-\d\d-\d\dT/;

function cellOf(
  tenant: string | undefined,
  chart: WireChart,
  columns: readonly ChartColumn[],
  column: ChartColumn,
  row: ChartRow,
): ReactNode {
  const value = row[column.name];
  if (typeof value === 'number') return <span className="numbers">{formatValue(value, column)}</span>;
  const text = textOf(value);
  if (column.field === 'STATE' && isState(text)) return <StateBadge state={text} />;
  if (isoDate.test(text)) return <span className="numbers">{formatInstant(Date.parse(text))}</span>;
  const to = linkOf(tenant, chart, columns, column, row);
  return to === undefined ? (
    <span title={text}>{text}</span>
  ) : (
    <Link to={to} title={text}>
      {text}
    </Link>
  );
}

/** To the execution, flow or namespace, where the row says enough of it. */
function linkOf(
  tenant: string | undefined,
  chart: WireChart,
  columns: readonly ChartColumn[],
  { field }: ChartColumn,
  row: ChartRow,
): string | undefined {
  const valueOf = (wanted: string): string | undefined => {
    const found = columns.find((column) => column.field === wanted && column.agg === undefined);
    const value = found === undefined ? undefined : row[found.name];
    return typeof value === 'string' ? value : undefined;
  };
  const kind = dataKind(chart);
  const namespace = valueOf('NAMESPACE');
  if (namespace === undefined) return undefined;
  const flowId = valueOf(kind === 'Flows' ? 'ID' : 'FLOW_ID');
  const id = valueOf(kind === 'Executions' ? 'ID' : 'EXECUTION_ID');
  if (field === 'NAMESPACE') return paths.namespace(tenant, namespace);
  if (field === (kind === 'Flows' ? 'ID' : 'FLOW_ID') && flowId !== undefined)
    return paths.flow(tenant, namespace, flowId);
  if (field === (kind === 'Executions' ? 'ID' : 'EXECUTION_ID') && flowId !== undefined && id !== undefined)
    return paths.execution(tenant, { namespace, flowId, id });
  return undefined;
}
