import { useQuery } from '@tanstack/react-query';
import { triggers } from '../../api/triggers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { Ago } from '../../components/time.tsx';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { every } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { triggersKey } from '../triggers/triggers-key.ts';
import { ShortList } from './short-list.tsx';

const shown = 8;

/** The triggers whose date comes next. */
export function NextScheduled({ refreshMs }: { readonly refreshMs: number }) {
  const tenant = useTenant();
  const reason = lacking(usePermissions(), 'TRIGGER:LIST');
  const list = useQuery({
    queryKey: triggersKey(tenant, 'next'),
    queryFn: () => triggers.list(tenant, { page: 1, size: shown, sort: 'nextExecutionDate:asc' }),
    enabled: reason === undefined,
    refetchInterval: every(refreshMs),
  });
  return (
    <ShortList
      title={words.next}
      error={list.error}
      empty={reason ?? words.nothingNext}
      items={
        reason === undefined
          ? list.data?.results
              .filter(({ state }) => !state.disabled && state.nextExecutionDate !== undefined)
              .map(({ state }) => ({
                key: `${state.namespace} ${state.flowId} ${state.triggerId}`,
                to: paths.flow(tenant, state.namespace, state.flowId, 'triggers'),
                name: state.flowId,
                detail: state.triggerId,
                end: <Ago date={state.nextExecutionDate!} />,
              }))
          : []
      }
    />
  );
}
