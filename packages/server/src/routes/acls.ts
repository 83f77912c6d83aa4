import { routes } from '@windhover/contract';
import { resources } from '@windhover/model';
import { explainAccess, managedRolePermissions } from '@windhover/services';
import type { PermissionMap } from '@windhover/model';
import { route } from '../handler.ts';

export const aclHandlers = [
  route(routes.acls.permissions, () =>
    Object.fromEntries([...resources].map(([name, { actions }]) => [name, [...actions]])),
  ),
  route(routes.acls.templates, () =>
    Object.fromEntries(
      Object.entries(managedRolePermissions()).map(([role, permissions]) => [role, permissionsJson(permissions)]),
    ),
  ),
  route(routes.acls.explain, async ({ deps, scope, tenant, caller, query }) => {
    const { permission, namespace } = query;
    const { user, allowed, reason, sources, rolesThatGrant } = await explainAccess(deps, scope, tenant, caller, {
      userId: query.userId ?? caller.user.id,
      permission,
      namespace,
    });
    return {
      user: { id: user.id, username: user.username },
      permission,
      ...(namespace === undefined ? {} : { namespace }),
      allowed,
      reason,
      sources: [...sources],
      rolesThatGrant: [...rolesThatGrant],
    };
  }),
];

export function permissionsJson(permissions: PermissionMap): Record<string, string[]> {
  return Object.fromEntries(Object.entries(permissions).map(([resource, actions]) => [resource, [...actions]]));
}
