import { formatCount, formatNumber } from '../format/count.ts';

/** What the tabs of a flow say that load when they are opened. */
export const flowTabsText = {
  metrics: {
    task: 'Task',
    anyTask: 'Any task',
    metric: 'Metric',
    aggregation: 'Aggregation',
    aggregations: { sum: 'Sum', avg: 'Average', min: 'Smallest', max: 'Largest' },
    period: 'Period',
    empty: 'No task has measured anything',
    emptyText: 'Once tasks that count or time something have run, their figures are drawn here.',
    chart: (metric: string, count: number) => `${metric} over time, ${formatCount(count, 'point', 'points')}`,
    nothing: 'Nothing was measured in this period',
    spans: { minute: 'a minute', hour: 'an hour', day: 'a day', week: 'a week', month: 'a month' },
    bar: (span: string, highest: string) => `${span} in a bar, up to ${highest}`,
  },
  concurrency: {
    none: 'This flow has no limit',
    noneText:
      'With “concurrency” it lets only so many executions run at once; others wait, are cancelled or fail. See what its namespaces and the tenant allow, too.',
    edit: 'Edit the flow',
    slots: (taken: number, limit: number) => `${formatNumber(taken)} of ${formatNumber(limit)} slots are taken`,
    behavior: {
      QUEUE: 'Further executions wait for a slot.',
      CANCEL: 'Further executions are cancelled.',
      FAIL: 'Further executions fail.',
    },
    running: 'Take a slot',
    nothingRuns: 'No execution takes a slot',
    queued: 'Wait for a slot',
    nothingWaits: 'No execution waits for a slot',
    all: (count: number) => `All ${formatNumber(count)}`,
  },
};
