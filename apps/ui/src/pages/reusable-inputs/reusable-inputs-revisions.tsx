import { useQuery } from '@tanstack/react-query';
import { reusableInputs, type WireReusableInputs } from '../../api/reusable-inputs.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { SourceRevisions } from '../../diff/source-revisions.tsx';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { keepSaved } from './keep-saved.ts';

interface ReusableInputsRevisionsProps {
  /** Which sees them. */
  readonly namespace: string;
  readonly block: WireReusableInputs;
}

export function ReusableInputsRevisions({ namespace, block }: ReusableInputsRevisionsProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { namespace: owner, id, revision } = block;
  const query = useQuery({
    queryKey: tenantKey(tenant, 'reusable-inputs', namespace, 'revisions', id, revision),
    queryFn: () => reusableInputs.revisions(tenant, namespace, id),
  });
  if (query.error !== null) return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <PageLoading />;
  return (
    <SourceRevisions
      revisions={query.data}
      current={revision}
      whyNotRestore={lacking(permissions, 'REUSABLE_INPUTS:UPDATE', owner)}
      restore={async (source) => {
        const saved = await reusableInputs.update(tenant, owner, id, source);
        keepSaved(tenant, saved);
        return saved.revision;
      }}
    />
  );
}
