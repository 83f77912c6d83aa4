import { useMe } from '../auth/use-me.ts';
import { useTenant } from './use-tenant.ts';

/**
 * The page's tenant as addresses must name it whose plain form is the instance's: the default tenant is `main` there.
 * Undefined when a tenant of that very name stands in its place.
 */
export function useNamedTenant(): string | undefined {
  const me = useMe();
  const tenant = useTenant();
  if (tenant !== undefined) return tenant;
  return me.tenants.some(({ id }) => id === 'main') ? undefined : 'main';
}
