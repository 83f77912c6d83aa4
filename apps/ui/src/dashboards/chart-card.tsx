import { ActionIcon, Loader, Tooltip, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChartRequest, ChartRows, WireChart } from '../api/dashboards.ts';
import { InlineError } from '../components/inline-error.tsx';
import { toastError } from '../components/toast.ts';
import { useAttempt } from '../components/use-attempt.ts';
import { saveFile } from '../files/save-file.ts';
import { isoInZone } from '../format/iso-in-zone.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { t } from '../messages/en.ts';
import { every, tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { BarChart } from './bar-chart.tsx';
import { chartKind, dataKind, titleOf } from './chart-parts.ts';
import { ChartNumber } from './chart-number.tsx';
import type { ChartSource } from './chart-source.ts';
import { ChartTable } from './chart-table.tsx';
import { ChartText } from './chart-text.tsx';
import classes from './charts.module.css';
import { PieChart } from './pie-chart.tsx';
import { TimeSeriesChart } from './time-series-chart.tsx';

/** What the reader asks of all charts of a dashboard. */
export interface ChartFilters extends Pick<ChartRequest, 'namespace' | 'filters'> {
  /** Back from now; undefined: as the dashboard says. */
  readonly periodMs: number | undefined;
  /** The same for lists of executions. */
  readonly search: Readonly<Record<string, string>>;
}

interface ChartCardProps {
  readonly chart: WireChart;
  readonly source: ChartSource;
  readonly filters: ChartFilters;
  /** Between two looks; undefined: one look. */
  readonly refreshMs?: number | undefined;
}

/** Charts up to this width stand side by side where there is little room. */
const widthOfHalves = 3;
/** As many as a chart may ask for: a table takes a page. */
const maxRows = 10_000;

/** A chart with its name, drawn when its rows are there. */
export function ChartCard({ chart, source, filters, refreshMs }: ChartCardProps) {
  const tenant = useTenant();
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(25);
  const kind = chartKind(chart);
  const isTable = kind === 'Table';
  const isPaged = isTable && chart.chartOptions?.pagination?.enabled !== false;
  const isText = kind === 'Markdown';
  const asked = isPaged ? { pageNumber: page, pageSize: size } : { pageSize: maxRows };
  const query = useQuery({
    queryKey: tenantKey(tenant, 'chart', source.key(chart), filters, asked),
    queryFn: ({ signal }) => source.rows(chart, { ...requestOf(filters), ...asked }, signal),
    enabled: !isText,
    placeholderData: (before) => before,
    refetchInterval: refreshMs === undefined ? false : every(refreshMs),
    retry: false,
  });
  const download = useAttempt((error) => toastError(words.downloadFailed, error));
  const save = async () => saveFile(await source.csv(chart, requestOf(filters)), `${chart.id}.csv`);
  const { description } = chart.chartOptions ?? {};
  const title = titleOf(chart);
  return (
    <section
      className={classes.card}
      data-narrow={widthOf(chart) <= widthOfHalves || undefined}
      style={{ gridColumn: `span ${widthOf(chart)}` }}
      aria-label={title}
    >
      {(!isText || chart.chartOptions?.displayName !== undefined) && (
        <header className={classes.head}>
          <h2 title={title}>{title}</h2>
          {description !== undefined && (
            <Tooltip label={description} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what is said on hover can be had by keyboard */}
              <span className={classes.info} tabIndex={0}>
                <IconInfoCircle size={15} aria-hidden />
                <VisuallyHidden>{description}</VisuallyHidden>
              </span>
            </Tooltip>
          )}
          {!isText && (
            <Tooltip label={words.download}>
              <ActionIcon
                size={24}
                className={classes.download}
                aria-label={`${words.download}: ${title}`}
                loading={download.busy}
                onClick={() => void download.run(save)}
              >
                <IconDownload size={15} />
              </ActionIcon>
            </Tooltip>
          )}
        </header>
      )}
      {isText && <ChartText chart={chart} />}
      {query.isPending && !isText && (
        <output className={classes.loading} aria-label={t.loading}>
          <Loader size="xs" />
        </output>
      )}
      {query.error !== null && <InlineError error={query.error} />}
      {query.data !== undefined && query.error === null && !isText && (
        <Drawing
          chart={chart}
          rows={query.data}
          search={dataKind(chart) === 'Executions' ? filters.search : undefined}
          paging={{ page, size, onPage: setPage, onSize: setSize }}
        />
      )}
    </section>
  );
}

interface DrawingProps {
  readonly chart: WireChart;
  readonly rows: ChartRows;
  readonly search: Readonly<Record<string, string>> | undefined;
  readonly paging: {
    readonly page: number;
    readonly size: number;
    readonly onPage: (page: number) => void;
    readonly onSize: (size: number) => void;
  };
}

function Drawing({ chart, rows, search, paging }: DrawingProps) {
  const kind = chartKind(chart);
  if (kind === 'KPI') return <ChartNumber chart={chart} rows={rows} />;
  if (rows.total === 0) return <p className={classes.empty}>{words.nothing}</p>;
  switch (kind) {
    case 'TimeSeries':
      return <TimeSeriesChart chart={chart} rows={rows} search={search} />;
    case 'Bar':
      return <BarChart chart={chart} rows={rows} search={search} />;
    case 'Pie':
      return <PieChart chart={chart} rows={rows} search={search} />;
    default:
      return <ChartTable chart={chart} rows={rows} {...paging} />;
  }
}

function widthOf({ chartOptions }: WireChart): number {
  return Math.min(12, Math.max(1, Math.round(chartOptions?.width ?? 6)));
}

/** Dates name the offset of the reader's zone: their days are those of the chart. */
function requestOf({ periodMs, namespace, filters }: ChartFilters): ChartRequest {
  const now = Date.now();
  return {
    endDate: isoInZone(now),
    ...(periodMs === undefined ? {} : { startDate: isoInZone(now - periodMs) }),
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    ...(filters === undefined ? {} : { filters }),
  };
}
