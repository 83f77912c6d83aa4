import { IconGauge } from '@tabler/icons-react';
import { isTerminal } from '@windhover/model';
import { metrics, type WireMetric } from '../../api/metrics.ts';
import type { WireExecution } from '../../api/wire.ts';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { Labels } from '../../components/labels.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { ZoneNote } from '../../components/time.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { formatInstant } from '../../format/instant.ts';
import { formatMetric } from '../../format/metric-value.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { outputsText } from '../../messages/en-outputs.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = outputsText.metrics;

const columns: readonly Column<WireMetric>[] = [
  { id: 'name', header: words.columns.name, cell: ({ name }) => <span className="mono">{name}</span> },
  {
    id: 'value',
    header: words.columns.value,
    width: 120,
    cell: ({ value, type }) => <span className="numbers">{formatMetric(value, type)}</span>,
  },
  { id: 'task', header: words.columns.task, cell: ({ taskId }) => taskId },
  { id: 'type', header: words.columns.type, width: 100, cell: ({ type }) => words.kinds[type] },
  {
    id: 'tags',
    minor: true,
    header: words.columns.tags,
    cell: ({ tags = {} }) => <Labels labels={Object.entries(tags).map(([key, value]) => ({ key, value }))} all />,
  },
  {
    id: 'time',
    minor: true,
    header: words.columns.time,
    width: 210,
    cell: ({ timestamp }) => (
      <time className="numbers" dateTime={timestamp}>
        {formatInstant(Date.parse(timestamp))}
      </time>
    ),
  },
];

/** What the tasks of an execution measured. */
export function ExecutionMetrics({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const list = useSearchedList({
    queryKey: [...executionKey(tenant, execution.id), 'metrics', isTerminal(execution.state.current)],
    searchLabel: words.search,
    sort: 'timestamp:asc',
    fetch: (query) => metrics.ofExecution(tenant, execution.id, query),
  });
  return (
    <>
      <FilterBar end={<ZoneNote />}>{list.field}</FilterBar>
      <ListView
        label={words.label}
        list={list.query}
        columns={columns}
        rows={list.query.data?.results}
        rowKey={({ taskRunId, name, timestamp, tags }) => `${taskRunId} ${name} ${timestamp} ${JSON.stringify(tags)}`}
        empty={<NothingListed icon={<IconGauge />} title={words.empty} text={words.emptyText} onClear={list.onClear} />}
        foot={list.pager}
      />
    </>
  );
}
