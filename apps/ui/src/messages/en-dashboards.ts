import { formatCount } from '../format/count.ts';

/** What dashboards of tenants and their charts say. */
export const dashboardsText = {
  all: 'All dashboards',
  title: 'Dashboards',
  choose: 'Dashboard',
  overview: 'Overview',
  usualPeriod: 'Usual period',
  period: 'Period',
  create: 'Create dashboard',
  edit: 'Edit',
  view: 'View',
  search: 'Search dashboards',
  columns: { title: 'Title', id: 'Id', description: 'Description', charts: 'Charts', updated: 'Updated' },
  empty: 'No dashboards yet',
  emptyText:
    'A dashboard shows what your flows do in charts of your own: how often they fail, how long they take, what comes next.',
  new: 'New dashboard',
  saved: (title: string) => `Dashboard “${title}” is saved.`,
  saveFailed: 'The dashboard could not be saved',
  remove: 'Delete',
  removeTitle: (title: string) => `Delete dashboard “${title}”?`,
  removeText: 'Nobody sees it any more. What it shows stays.',
  removed: (title: string) => `Dashboard “${title}” is deleted.`,
  preview: 'Preview',
  noPreview: 'The preview comes back once the source has no errors.',
  gone: (id: string) => `There is no dashboard “${id}” any more: this is the overview.`,
  downloadFailed: 'The rows could not be downloaded',
  noCharts: 'No charts yet',
  noChartsText: 'Add charts to the source of the dashboard.',
  download: 'Download as CSV',
  legend: 'What the colours stand for',
  nothing: 'Nothing to show',
  noDescription: 'This flow has no description.',
  timeSeries: (title: string, spans: number) => `${title}: values over time, ${formatCount(spans, 'span', 'spans')}`,
  bars: (title: string, count: number) => `${title}: ${formatCount(count, 'bar', 'bars')}`,
  slices: (title: string, count: number) => `${title}: ${formatCount(count, 'part', 'parts')}`,
  rows: (title: string) => `${title}: rows`,
  moreBars: (count: number) => `and ${formatCount(count, 'more', 'more')}`,
  upTo: (title: string, value: string) => `${title}: up to ${value} in a bar`,
  line: (title: string, value: string) => `${title}: line, up to ${value}`,
  defaults: {
    open: 'Defaults',
    title: 'Dashboards that stand there first',
    defaultHomeDashboard: 'Home',
    defaultFlowOverviewDashboard: 'Overview of a flow',
    defaultNamespaceOverviewDashboard: 'Overview of a namespace',
    saved: 'The default dashboards are saved.',
    noTenant: 'The default tenant has no settings',
  },
  ofNamespace: {
    succeeded: 'Succeeded',
    failed: 'Failed',
    executions: 'Executions',
    flows: 'Flows',
    overTime: 'Executions over time',
    byFlow: 'Executions by flow',
    next: 'Next scheduled',
    namespace: 'Namespace',
    flow: 'Flow',
    trigger: 'Trigger',
    date: 'Date',
  },
  example: `title: What runs
description: Executions of the last week
timeWindow:
  default: P7D
  max: P365D

charts:
  - id: succeeded
    type: io.kestra.plugin.core.dashboard.chart.KPI
    chartOptions:
      displayName: Succeeded
      numberType: PERCENTAGE
      width: 3
    data:
      type: io.kestra.plugin.core.dashboard.data.ExecutionsKPI
      columns:
        agg: COUNT
      numerator:
        - field: STATE
          type: EQUAL_TO
          value: SUCCESS

  - id: over_time
    type: io.kestra.plugin.core.dashboard.chart.TimeSeries
    chartOptions:
      displayName: Executions over time
      column: date
      colorByColumn: state
      width: 9
    data:
      type: io.kestra.plugin.core.dashboard.data.Executions
      columns:
        date:
          field: START_DATE
        state:
          field: STATE
        total:
          displayName: Executions
          agg: COUNT
          graphStyle: BARS

  - id: by_namespace
    type: io.kestra.plugin.core.dashboard.chart.Bar
    chartOptions:
      displayName: By namespace
      column: namespace
      colorByColumn: state
    data:
      type: io.kestra.plugin.core.dashboard.data.Executions
      columns:
        namespace:
          field: NAMESPACE
        state:
          field: STATE
        total:
          agg: COUNT

  - id: last_failures
    type: io.kestra.plugin.core.dashboard.chart.Table
    chartOptions:
      displayName: Last failures
    data:
      type: io.kestra.plugin.core.dashboard.data.Executions
      columns:
        id:
          field: ID
          displayName: Execution
        namespace:
          field: NAMESPACE
          displayName: Namespace
        flow:
          field: FLOW_ID
          displayName: Flow
        start:
          field: START_DATE
          displayName: Started
      where:
        - field: STATE
          type: EQUAL_TO
          value: FAILED
      orderBy:
        - column: start
          order: DESC
`,
};
