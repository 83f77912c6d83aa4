import { useQuery } from '@tanstack/react-query';
import { executions } from '../../api/executions.ts';
import type { WireFlow, WireInput } from '../../api/wire.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { fieldsOf, flatInputs } from './input-values.ts';

/** What a revision of a flow asks for, as fields. Reusable inputs the server looks up: undefined until it has answered. */
export function useAskedInputs(flow: WireFlow | undefined): readonly WireInput[] | undefined {
  const tenant = useTenant();
  const { namespace = '', id = '', revision, inputs: declared = [] } = flow ?? {};
  const isKnown = !declared.some(({ type }) => type === 'REUSABLE_INPUTS');
  const query = useQuery({
    queryKey: tenantKey(tenant, 'asked-inputs', namespace, id, revision),
    queryFn: ({ signal }) => executions.validateInputs(tenant, namespace, id, new FormData(), signal, revision),
    enabled: !isKnown,
    staleTime: 0,
    retry: false,
  });
  if (isKnown || query.isError) return flatInputs(declared);
  return query.data && fieldsOf(query.data);
}
