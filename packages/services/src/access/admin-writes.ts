/** Writes that several use cases put together with their own. */
import type { Binding, TenantAccess, User } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { userHolder } from './binding-holders.ts';
import type { Deps } from '../deps.ts';
import { demandLimit } from '../limits/tenant-limits.ts';
import { managedRoleId, managedRoles } from './managed-roles.ts';
import { defaultRoleId } from './per-tenant-roles.ts';

/** Makes the managed roles that the tenant does not have. */
export async function missingRoleWrites(scope: TenantScope, tenantId: string | undefined): Promise<readonly WriteOp[]> {
  const known = new Set((await scope.access.listRoles()).map(({ id }) => id));
  return managedRoles(tenantId)
    .filter(({ id }) => !known.has(id))
    .map((role) => scope.access.putRole(role));
}

/** Binds a user to the tenant's Admin role, once. The role must exist or be made in the same write. */
export async function adminWrites(
  deps: Pick<Deps, 'ids' | 'clock' | 'settings'>,
  scope: TenantScope,
  tenantId: string | undefined,
  userId: string,
): Promise<readonly WriteOp[]> {
  const roleId = managedRoleId('ADMIN', tenantId);
  const bindings = await scope.access.listBindings(userHolder(userId));
  const isBound = bindings.some((binding) => binding.roleId === roleId && binding.namespace === undefined);
  const binding: Binding = { id: deps.ids.next(), type: 'USER', externalId: userId, roleId };
  return [...accessWrite(deps, scope, userId, 'DIRECT'), ...(isBound ? [] : [scope.access.insertBinding(binding)])];
}

/** Lets a user in; nothing in single mode, where access is neither asked for nor kept. */
export function accessWrite(
  deps: Pick<Deps, 'clock' | 'settings'>,
  scope: TenantScope,
  userId: string,
  origin: TenantAccess['origin'],
): readonly WriteOp[] {
  if (!deps.settings.tenancy.enabled) return [];
  return [scope.access.grantAccess({ userId, origin, createdAt: deps.clock.now() })];
}

/**
 * What a user who newly comes into a tenant gets: access, and the roles that are given to new users (the tenant's default
 * role, that of the configuration). Nobody who is in already gets anything; service accounts get no roles. Throws `LimitReached`.
 */
export async function joinWrites(
  deps: Pick<Deps, 'ids' | 'clock' | 'settings' | 'tenantRecords'>,
  scope: TenantScope,
  tenantId: string | undefined,
  user: User,
  origin: TenantAccess['origin'],
): Promise<readonly WriteOp[]> {
  const access = accessWrite(deps, scope, user.id, origin);
  const isIn = deps.settings.tenancy.enabled && (await scope.access.findAccess(user.id)) !== undefined;
  if (!isIn && deps.settings.tenancy.enabled) await demandLimit(deps, scope, 'users');
  if (isIn || user.type === 'SERVICE_ACCOUNT') return access;
  const bindings = await scope.access.listBindings(userHolder(user.id));
  const roles = await defaultRoles(deps, scope, tenantId);
  const missing = roles.ids.filter(
    (roleId) => !bindings.some((binding) => binding.roleId === roleId && binding.namespace === undefined),
  );
  return [
    ...access,
    ...roles.writes,
    ...missing.map((roleId) =>
      scope.access.insertBinding({ id: deps.ids.next(), type: 'USER', externalId: user.id, roleId }),
    ),
  ];
}

async function defaultRoles(
  { settings: { defaultRole } }: Pick<Deps, 'settings'>,
  scope: TenantScope,
  tenantId: string | undefined,
): Promise<{ readonly ids: readonly string[]; readonly writes: readonly WriteOp[] }> {
  const roles = await scope.access.listRoles();
  const own = roles.filter(({ isDefault }) => isDefault).map(({ id }) => id);
  if (defaultRole === undefined || (defaultRole.tenantId ?? tenantId ?? 'main') !== (tenantId ?? 'main'))
    return { ids: own, writes: [] };
  const known = roles.find(({ name }) => name === defaultRole.name);
  if (known !== undefined) return { ids: [...new Set([...own, known.id])], writes: [] };
  const id = defaultRoleId(tenantId);
  const { name, description, permissions } = defaultRole;
  const role = {
    id,
    name,
    permissions,
    isDefault: false,
    isManaged: false,
    ...(description === undefined ? {} : { description }),
  };
  return { ids: [...own, id], writes: [scope.access.putRole(role)] };
}
