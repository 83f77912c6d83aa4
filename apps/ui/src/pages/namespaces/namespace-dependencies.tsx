import { useQuery } from '@tanstack/react-query';
import { graphs } from '../../api/graphs.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { AllDependencies } from '../../topology/all-dependencies.tsx';

export function NamespaceDependencies({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const found = useQuery({
    queryKey: tenantKey(tenant, 'dependencies', 'namespace', namespace),
    queryFn: () => graphs.dependenciesOfNamespace(tenant, namespace),
  });
  return <AllDependencies found={found} />;
}
