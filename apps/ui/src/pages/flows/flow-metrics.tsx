import { NativeSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconGauge } from '@tabler/icons-react';
import { metrics, type Aggregation } from '../../api/metrics.ts';
import type { WireFlow } from '../../api/wire.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { dashboardText } from '../../messages/en-dashboard.ts';
import { flowTabsText } from '../../messages/en-flow-tabs.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { MetricChart } from './metric-chart.tsx';

const words = flowTabsText.metrics;
const periodMs = { PT24H: 86_400_000, P7D: 7 * 86_400_000, P30D: 30 * 86_400_000 } as const;
const periods = Object.keys(periodMs) as (keyof typeof periodMs)[];
const aggregations = Object.keys(words.aggregations) as Aggregation[];

/** What the tasks of a flow measure, over time; what is looked at is in the address. */
export function FlowMetrics({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const { namespace, id: flowId } = flow;
  const [search, setSearch] = useUrlSearch();
  const taskId = search['task'];
  const aggregation = aggregations.find((known) => known === search['aggregation']) ?? 'sum';
  const period = periods.find((known) => known === search['period']) ?? 'P7D';
  const tasks = useQuery({
    queryKey: tenantKey(tenant, 'metric-tasks', namespace, flowId),
    queryFn: () => metrics.tasks(tenant, namespace, flowId),
  });
  const names = useQuery({
    queryKey: tenantKey(tenant, 'metric-names', namespace, flowId, taskId),
    queryFn: () => metrics.names(tenant, namespace, flowId, taskId),
    placeholderData: (before) => before,
  });
  const metric = names.data?.find((name) => name === search['metric']) ?? names.data?.[0];
  const points = useQuery({
    queryKey: tenantKey(tenant, 'metric', namespace, flowId, taskId, metric, aggregation, period),
    queryFn: () =>
      metrics.overTime(tenant, {
        namespace,
        flowId,
        taskId,
        metric: metric!,
        aggregation,
        startDate: new Date(Date.now() - periodMs[period]).toISOString(),
      }),
    enabled: metric !== undefined,
    placeholderData: (before) => before,
  });

  const failure = tasks.error ?? names.error ?? points.error;
  if (failure !== null)
    return (
      <PageError
        error={failure}
        onRetry={() => void Promise.all([tasks.refetch(), names.refetch(), points.refetch()])}
      />
    );
  if (tasks.data === undefined || names.data === undefined) return <PageLoading />;
  if (tasks.data.length === 0)
    return (
      <PageNotice icon={<IconGauge />} title={words.empty}>
        {words.emptyText}
      </PageNotice>
    );
  return (
    <>
      <FilterBar>
        <Select
          size="xs"
          w={200}
          aria-label={words.task}
          placeholder={words.anyTask}
          data={[...tasks.data]}
          value={taskId ?? null}
          onChange={(task) => setSearch({ task: task ?? undefined })}
          clearable
          searchable
        />
        <NativeSelect
          size="xs"
          aria-label={words.metric}
          data={[...names.data]}
          value={metric}
          onChange={(event) => setSearch({ metric: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          aria-label={words.aggregation}
          data={aggregations.map((value) => ({ value, label: words.aggregations[value] }))}
          value={aggregation}
          onChange={(event) => setSearch({ aggregation: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          aria-label={words.period}
          data={periods.map((value) => ({ value, label: dashboardText.periods[value] }))}
          value={period}
          onChange={(event) => setSearch({ period: event.currentTarget.value })}
        />
      </FilterBar>
      {points.isLoading && <PageLoading />}
      {points.data !== undefined && metric !== undefined && <MetricChart metric={metric} measured={points.data} />}
    </>
  );
}
