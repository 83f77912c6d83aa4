import type { WireChart } from '../../api/dashboards.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';

const chart = (kind: string): string => `io.kestra.plugin.core.dashboard.chart.${kind}`;
const executions = 'io.kestra.plugin.core.dashboard.data.Executions';

/** How many executions began when, by state: the server counts all of them. */
export const executionsOverTime: WireChart = {
  id: 'over-time',
  type: chart('TimeSeries'),
  chartOptions: { displayName: words.overTime, column: 'date', colorByColumn: 'state' },
  data: {
    type: executions,
    columns: {
      date: { field: 'START_DATE' },
      state: { field: 'STATE' },
      total: { agg: 'COUNT', displayName: words.executions, graphStyle: 'BARS' },
    },
  },
};

/** The flows that failed, most often first. */
export const failingFlows: WireChart = {
  id: 'failing',
  type: chart('Table'),
  data: {
    type: executions,
    columns: { namespace: { field: 'NAMESPACE' }, flow: { field: 'FLOW_ID' }, total: { agg: 'COUNT' } },
    where: [{ field: 'STATE', type: 'EQUAL_TO', value: 'FAILED' }],
    orderBy: [{ column: 'total', order: 'DESC' }],
  },
};
