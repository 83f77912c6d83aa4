import { useQuery } from '@tanstack/react-query';
import { graphs } from '../../api/graphs.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { dependencyText as words } from '../../messages/en-dependencies.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { AllDependencies } from '../../topology/all-dependencies.tsx';

/** Which flows of the tenant start which. */
export function DependenciesPage() {
  const tenant = useTenant();
  const found = useQuery({
    queryKey: tenantKey(tenant, 'dependencies', 'tenant'),
    queryFn: () => graphs.dependenciesOfTenant(tenant),
  });
  return (
    <>
      <PageBar crumbs={[{ label: t.flows.title, to: paths.flows(tenant) }]} title={words.title} />
      <AllDependencies found={found} />
    </>
  );
}
