import { useQuery } from '@tanstack/react-query';
import { executions } from '../../api/executions.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import { mostFailing } from './most-failing.ts';
import { ShortList } from './short-list.tsx';

const looked = 500;
const shown = 8;

/** The flows that failed most often among the newest failures; each leads to the list of them. */
export function FailingFlows({ period, refreshMs }: { readonly period: string; readonly refreshMs: number }) {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'failed', period),
    queryFn: () =>
      executions.list(tenant, {
        page: 1,
        size: looked,
        filters: [
          { field: 'state', operation: 'IN', value: 'FAILED' },
          { field: 'timeRange', operation: 'EQUALS', value: period },
        ],
      }),
    placeholderData: (before) => before,
    refetchInterval: refreshMs,
  });
  return (
    <ShortList
      title={words.failing}
      error={list.error}
      empty={words.noFailures}
      items={
        list.data &&
        mostFailing(list.data.results)
          .slice(0, shown)
          .map(({ namespace, flowId, count }) => ({
            key: `${namespace} ${flowId}`,
            to: paths.executions(tenant),
            search: { namespace, flowId, state: 'FAILED', timeRange: period },
            icon: <StateIcon state="FAILED" />,
            name: flowId,
            detail: namespace,
            end: words.failures(count),
          }))
      }
    />
  );
}
