import { useQuery } from '@tanstack/react-query';
import { isTerminal } from '@windhover/model';
import { IconPlayerPlay } from '@tabler/icons-react';
import { executions } from '../../api/executions.ts';
import type { WireFlow } from '../../api/wire.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { usualColumnsOfOneFlow } from '../executions/execution-columns.tsx';
import { RunStrip } from './run-strip.tsx';

/** The newest executions of a flow: as a strip of bars, and the last of them as rows. */
export function RecentExecutions({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'recent', flow.namespace, flow.id),
    queryFn: () =>
      executions.list(tenant, {
        page: 1,
        size: 50,
        filters: [
          { field: 'namespace', operation: 'EQUALS', value: flow.namespace },
          { field: 'flowId', operation: 'EQUALS', value: flow.id },
        ],
      }),
    refetchInterval: (query) => {
      const runs = query.state.data?.results.some((execution) => !isTerminal(execution.state.current)) === true;
      return every(runs ? 2_000 : 10_000)(query);
    },
  });
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      {list.data !== undefined && list.data.results.length > 1 && <RunStrip executions={list.data.results} />}
      <DataTable
        label={t.flows.overview.recent}
        columns={usualColumnsOfOneFlow}
        rows={list.data?.results.slice(0, 15)}
        rowKey={(execution) => execution.id}
        rowTo={(execution) => paths.execution(tenant, execution)}
        empty={<PageNotice icon={<IconPlayerPlay />} title={t.flows.overview.none} />}
      />
    </>
  );
}
