import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { executions, type InputCheck } from '../../api/executions.ts';
import type { WireFlow } from '../../api/wire.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { flatInputs, toForm, type InputValues } from './input-values.ts';

/** What the server says of the inputs so far: errors, which of them are asked for, failing checks. Undefined until it has spoken. */
export function useInputCheck(flow: WireFlow, values: InputValues): InputCheck | undefined {
  const tenant = useTenant();
  const [settled] = useDebouncedValue(values, 300);
  const inputs = flatInputs(flow.inputs ?? []);
  // Files are not uploaded to be checked.
  const texts = Object.fromEntries(Object.entries(settled).filter(([, value]) => !(value instanceof File)));
  return useQuery({
    queryKey: tenantKey(tenant, 'input-check', flow.namespace, flow.id, flow.revision, texts),
    queryFn: ({ signal }) => executions.validateInputs(tenant, flow.namespace, flow.id, toForm(inputs, texts), signal),
    enabled: inputs.length > 0,
    placeholderData: (before) => before,
    staleTime: 30_000,
    retry: false,
  }).data;
}
