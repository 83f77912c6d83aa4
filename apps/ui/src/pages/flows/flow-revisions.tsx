import { useQuery } from '@tanstack/react-query';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { SourceRevisions } from '../../diff/source-revisions.tsx';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';

export function FlowRevisions({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { namespace, id, revision } = flow;
  const query = useQuery({
    queryKey: tenantKey(tenant, 'revisions', namespace, id, revision),
    queryFn: () => flows.revisions(tenant, namespace, id),
  });
  if (query.error !== null) return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <PageLoading />;
  return (
    <SourceRevisions
      revisions={query.data}
      current={revision}
      whyNotRestore={whyNot.saveFlow(flow, permissions)}
      restore={async (source) => {
        const saved = await flows.update(tenant, namespace, id, source);
        queryClient.setQueryData(tenantKey(tenant, 'flow', namespace, id), saved);
        await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flow', namespace, id) });
        return saved.revision;
      }}
    />
  );
}
