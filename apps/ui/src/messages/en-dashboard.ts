import { formatCount } from '../format/count.ts';

/** What the dashboard of a tenant says. */
export const dashboardText = {
  period: 'Period',
  periods: { PT24H: 'Last 24 hours', P7D: 'Last 7 days', P30D: 'Last 30 days' },
  ended: { SUCCESS: 'Succeeded', WARNING: 'With a warning', FAILED: 'Failed', STOPPED: 'Killed or cancelled' },
  overTime: 'Executions over time',
  executions: 'Executions',
  nothingRan: 'Nothing ran in this period',
  running: 'Runs or waits',
  nothingRuns: 'Nothing runs or waits',
  failing: 'Failing flows',
  noFailures: 'No failures in this period',
  failures: (count: number) => formatCount(count, 'failure', 'failures'),
  next: 'Next scheduled',
  nothingNext: 'Nothing is scheduled',
};
