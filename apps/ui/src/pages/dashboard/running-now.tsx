import { useQuery } from '@tanstack/react-query';
import { executions } from '../../api/executions.ts';
import { Duration } from '../../components/time.tsx';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ShortList } from './short-list.tsx';
import { openStates } from './state-tiles.tsx';

/** The newest executions that have not ended. */
export function RunningNow({ refreshMs }: { readonly refreshMs: number }) {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'open'),
    queryFn: () =>
      executions.list(tenant, {
        page: 1,
        size: 8,
        filters: [{ field: 'state', operation: 'IN', value: openStates }],
      }),
    refetchInterval: every(refreshMs),
  });
  return (
    <ShortList
      title={words.running}
      error={list.error}
      empty={words.nothingRuns}
      items={list.data?.results.map((execution) => ({
        key: execution.id,
        to: paths.execution(tenant, execution),
        icon: <StateIcon state={execution.state.current} />,
        name: execution.flowId,
        detail: execution.namespace,
        end: <Duration from={execution.state.startDate} />,
      }))}
    />
  );
}
