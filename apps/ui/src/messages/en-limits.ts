import { formatNumber } from '../format/count.ts';

/** What the page of a tenant's limits says. */
export const limitsText = {
  text: 'What this tenant may have and what it has. A superadmin raises a limit.',
  tenant: 'Of the tenant',
  quotas: 'Quotas',
  columns: { what: 'What', used: 'Used', standing: 'State', beyond: 'Beyond it', window: 'In each', since: 'Began' },
  of: (count: string, limit: string) => `${count} of ${limit}`,
  standings: { free: 'Has room', near: 'Almost reached', reached: 'Reached', exceeded: 'Exceeded' },
  unlimited: 'No limit',
  kinds: {
    waiting: { label: 'Executions and task runs that wait', beyond: 'New executions are refused' },
    kvPairs: { label: 'Key/value pairs', beyond: 'Another pair is refused' },
    secrets: { label: 'Secrets in the database', beyond: 'Another secret is refused' },
    users: { label: 'Users and service accounts', beyond: 'Nobody else can come in' },
    storageBytes: { label: 'Files, earlier revisions included', beyond: 'Writing a file is refused' },
    logBytesPerDay: { label: 'Logs of today (UTC), on this server', beyond: 'Lines are dropped, the log says so' },
    streams: { label: 'Live streams, on this server', beyond: 'Another stream is refused' },
  },
  rates:
    'Rates are counted apart: a request beyond one is answered 429 and told when to try again, a task that asks servers outside too often fails and says so.',
  executionsOf: {
    tenant: 'Executions of the tenant',
    namespace: (namespace: string) => `Executions in ${namespace}`,
    flow: (namespace: string, flowId: string) => `Executions of ${namespace} / ${flowId}`,
  },
  exactly: (count: number, limit: number) => `${formatNumber(count)} of ${formatNumber(limit)} bytes`,
  noQuota: 'No quota counts executions of this tenant, nor of the namespaces and flows that you see.',
};
