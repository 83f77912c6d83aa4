import type { WireReusableInputs } from '../../api/reusable-inputs.ts';
import { queryClient, tenantKey } from '../../query-client.ts';

/** Pages show what was saved; lists and revisions are read anew. */
export function keepSaved(tenant: string | undefined, saved: WireReusableInputs): void {
  const key = tenantKey(tenant, 'reusable-inputs');
  void queryClient.invalidateQueries({ queryKey: key });
  queryClient.setQueryData([...key, saved.namespace, 'one', saved.id], saved);
}
