import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reusableInputs } from '../../api/reusable-inputs.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { PageLoading } from '../../components/page-state.tsx';
import { reusableInputsText as words } from '../../messages/en-reusable-inputs.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** What becomes of whom when the inputs are deleted. */
export function FlowsThatTakeThem({ namespace, id }: { readonly namespace: string; readonly id: string }) {
  const tenant = useTenant();
  const query = useQuery({
    queryKey: tenantKey(tenant, 'reusable-inputs', namespace, 'flows', id),
    queryFn: () => reusableInputs.flows(tenant, namespace, id),
    staleTime: 0,
  });
  if (query.error !== null) return <InlineError error={query.error} />;
  if (query.data === undefined) return <PageLoading />;
  if (query.data.length === 0) return words.unused;
  return (
    <>
      {words.usedBy}
      <ul>
        {query.data.map((flow) => (
          <li key={`${flow.namespace} ${flow.id}`}>
            <Link to={paths.flow(tenant, flow.namespace, flow.id)}>
              {flow.namespace}.{flow.id}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
