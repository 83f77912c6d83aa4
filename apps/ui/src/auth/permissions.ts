import { isWithinNamespace, resources, superadminResources } from '@windhover/model';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { session } from '../api/session.ts';
import type { Me, TenantAccess } from '../api/wire.ts';
import { queryClient, tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { useMe } from './use-me.ts';

/** `RESOURCE:ACTION`. */
export type Permission = `${string}:${string}`;

export interface Permissions {
  /**
   * Whether the caller holds it, in this namespace, or anywhere in the tenant when none is given. Of what belongs to the
   * tenant, such as roles, a binding on a namespace gives nothing.
   */
  can(permission: Permission, namespace?: string): boolean;
}

/** While the rights are not known nothing is held back: the server decides anyway. */
export const unknownPermissions: Permissions = { can: () => true };

/** In the tenant of the page. */
export function usePermissions(): Permissions {
  return usePermissionsIn(useTenant());
}

/** In another tenant, if there is one. */
export function usePermissionsIn(tenant: string | undefined, exists = true): Permissions {
  const me = useMe();
  const access = useQuery({ ...accessQuery(tenant, me), enabled: exists });
  return access.data === undefined ? unknownPermissions : permissionsOf(access.data, me.superAdmin);
}

/** The groups of the tenant that the caller is in, and what they are there; none while that is not known. */
export function useOwnGroups(): TenantAccess['groups'] {
  const access = useQuery(accessQuery(useTenant(), useMe()));
  return access.data?.groups ?? [];
}

/** Afresh, before something hangs on it. */
export async function fetchPermissions(tenant: string | undefined, me: Me): Promise<Permissions> {
  return permissionsOf(await queryClient.fetchQuery(accessQuery(tenant, me)), me.superAdmin);
}

const accessQuery = (tenant: string | undefined, me: Me) =>
  queryOptions({
    queryKey: tenantKey(tenant, 'my-access'),
    queryFn: () => session.access(tenant, me.id),
    staleTime: 10_000,
    retry: false,
  });

/** What rights follow from: roles with their permissions, each in the whole tenant or in a namespace. */
interface HeldRoles {
  readonly roles: readonly Pick<TenantAccess['roles'][number], 'namespace' | 'permissions'>[];
}

export function permissionsOf(access: HeldRoles, isSuperadmin: boolean): Permissions {
  return {
    can: (permission, namespace) => {
      const [resource, action] = permission.split(':');
      if (isSuperadmin && (superadminResources as readonly (string | undefined)[]).includes(resource)) return true;
      const isNamespaced = resources.get(resource!)?.scope === 'namespace';
      return access.roles.some(
        (role) =>
          reaches(role.namespace, isNamespaced, namespace) &&
          role.permissions.some((entry) => entry.resource === resource && entry.actions.includes(action!)),
      );
    },
  };
}

/** Whether a binding on `bound`, or on the whole tenant, counts for a namespace, or for any. */
function reaches(bound: string | undefined, isNamespaced: boolean, namespace: string | undefined): boolean {
  if (bound === undefined) return true;
  return isNamespaced && (namespace === undefined || isWithinNamespace(namespace, bound));
}
