import type { WireChart, WireColumn } from '../../api/dashboards.ts';
import { dashboardsText } from '../../messages/en-dashboards.ts';

const words = dashboardsText.ofNamespace;
const chart = (kind: string): string => `io.kestra.plugin.core.dashboard.chart.${kind}`;
const data = (kind: string): string => `io.kestra.plugin.core.dashboard.data.${kind}`;

function ratio(id: string, displayName: string, states: readonly string[]): WireChart {
  return {
    id,
    type: chart('KPI'),
    chartOptions: { displayName, numberType: 'PERCENTAGE', width: 3 },
    data: {
      type: data('ExecutionsKPI'),
      columns: { agg: 'COUNT' },
      numerator: [{ field: 'STATE', type: 'IN', values: states }],
    },
  };
}

const count: WireColumn = { agg: 'COUNT', displayName: words.executions };

/** What is shown of a namespace where its tenant has no dashboard for it. */
export const namespaceCharts: readonly WireChart[] = [
  ratio('succeeded', words.succeeded, ['SUCCESS', 'WARNING']),
  ratio('failed', words.failed, ['FAILED']),
  {
    id: 'executions',
    type: chart('KPI'),
    chartOptions: { displayName: words.executions, width: 3 },
    data: { type: data('ExecutionsKPI'), columns: { agg: 'COUNT' } },
  },
  {
    id: 'flows',
    type: chart('KPI'),
    chartOptions: { displayName: words.flows, width: 3 },
    data: { type: data('FlowsKPI'), columns: { agg: 'COUNT' } },
  },
  {
    id: 'over-time',
    type: chart('TimeSeries'),
    chartOptions: { displayName: words.overTime, column: 'date', colorByColumn: 'state', width: 12 },
    data: {
      type: data('Executions'),
      columns: { date: { field: 'START_DATE' }, state: { field: 'STATE' }, total: { ...count, graphStyle: 'BARS' } },
    },
  },
  {
    id: 'by-flow',
    type: chart('Bar'),
    chartOptions: { displayName: words.byFlow, column: 'flow', colorByColumn: 'state', width: 6 },
    data: {
      type: data('Executions'),
      columns: { flow: { field: 'FLOW_ID' }, state: { field: 'STATE' }, total: count },
      orderBy: [{ column: 'total', order: 'DESC' }],
    },
  },
  {
    id: 'next',
    type: chart('Table'),
    chartOptions: { displayName: words.next, width: 6 },
    data: {
      type: data('Triggers'),
      columns: {
        namespace: { field: 'NAMESPACE', displayName: words.namespace },
        flow: { field: 'FLOW_ID', displayName: words.flow },
        trigger: { field: 'TRIGGER_ID', displayName: words.trigger },
        date: { field: 'NEXT_EXECUTION_DATE', displayName: words.date },
      },
      where: [{ field: 'NEXT_EXECUTION_DATE', type: 'IS_NOT_NULL' }],
      orderBy: [{ column: 'date', order: 'ASC' }],
    },
  },
];
