import { isWithinNamespace } from '@windhover/model';
import { useQuery } from '@tanstack/react-query';
import { session } from '../api/session.ts';
import type { TenantAccess } from '../api/wire.ts';
import { tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { useMe } from './use-me.ts';

/** `RESOURCE:ACTION`. */
export type Permission = `${string}:${string}`;

export interface Permissions {
  /** Whether the caller holds it, in this namespace, or anywhere in the tenant when none is given. */
  can(permission: Permission, namespace?: string): boolean;
}

const unknown: Permissions = { can: () => true };

/** While the rights are not known nothing is held back: the server decides anyway. */
export function usePermissions(): Permissions {
  const tenant = useTenant();
  const me = useMe();
  const access = useQuery({
    queryKey: tenantKey(tenant, 'my-access'),
    queryFn: () => session.access(tenant, me.id),
    staleTime: 10_000,
    retry: false,
  });
  return access.data === undefined ? unknown : permissionsOf(access.data);
}

/** What rights follow from: roles with their permissions, each in the whole tenant or in a namespace. */
interface HeldRoles {
  readonly roles: readonly Pick<TenantAccess['roles'][number], 'namespace' | 'permissions'>[];
}

export function permissionsOf(access: HeldRoles): Permissions {
  return {
    can: (permission, namespace) => {
      const [resource, action] = permission.split(':');
      return access.roles.some(
        (role) =>
          (role.namespace === undefined || namespace === undefined || isWithinNamespace(namespace, role.namespace)) &&
          role.permissions.some((entry) => entry.resource === resource && entry.actions.includes(action!)),
      );
    },
  };
}
