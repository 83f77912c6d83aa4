import type { WireFlow } from '../../api/wire.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ChartPeriod, useChartPeriod } from '../../dashboards/chart-period.tsx';
import { DashboardSelect } from '../../dashboards/dashboard-choice.tsx';
import { StoredDashboard } from '../../dashboards/stored-dashboard.tsx';
import type { ChosenDashboard } from '../../dashboards/use-dashboards.ts';

interface FlowDashboardProps {
  readonly flow: WireFlow;
  readonly chosen: ChosenDashboard;
}

/** A dashboard of the tenant, as far as it is about one flow. */
export function FlowDashboard({ flow: { namespace, id: flowId }, chosen }: FlowDashboardProps) {
  const period = useChartPeriod();
  return (
    <>
      <FilterBar end={<DashboardSelect chosen={chosen.id} onChoose={chosen.choose} />}>
        <ChartPeriod />
      </FilterBar>
      <StoredDashboard
        key={chosen.id}
        id={chosen.id}
        filters={{
          ...period,
          filters: [
            { field: 'namespace', operation: 'EQUALS', value: namespace },
            { field: 'flowId', operation: 'EQUALS', value: flowId },
          ],
          search: { ...period.search, namespace, flowId },
        }}
      />
    </>
  );
}
