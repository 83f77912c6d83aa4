import { routes } from '@windhover/contract';
import { managedRolePermissions, resources } from '@windhover/services';
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
];

export function permissionsJson(permissions: PermissionMap): Record<string, string[]> {
  return Object.fromEntries(Object.entries(permissions).map(([resource, actions]) => [resource, [...actions]]));
}
