/** Why a user may or may not do something: every way in which the permission could reach them, and what is missing. */
import { InvalidEntity, isWithinNamespace, resources, type Role, type TenantRef, type User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { superadminPermissions } from './access-control.ts';
import type { Actor } from './caller.ts';
import { expandPermissions } from './expand-permissions.ts';
import { managedRoleId } from './managed-roles.ts';
import { rolesOfUser, type RoleOfUser } from './tenant-access.ts';

export interface AccessQuestion {
  readonly userId: string;
  /** `RESOURCE:ACTION`. */
  readonly permission: string;
  /** Absent: anywhere in the tenant. */
  readonly namespace?: string | undefined;
}

/** A role of the user, and whether it grants what is asked for. */
export interface AccessSource extends Omit<RoleOfUser, 'role'> {
  readonly role: Pick<Role, 'id' | 'name'>;
  readonly grants: boolean;
  /** In words: why it does or does not. */
  readonly reason: string;
}

export interface AccessExplanation {
  readonly user: User;
  readonly allowed: boolean;
  readonly reason: string;
  readonly sources: readonly AccessSource[];
  /** Roles of the tenant that would grant it. */
  readonly rolesThatGrant: readonly Pick<Role, 'id' | 'name'>[];
}

const readActions = /^(VIEW|LIST|EXPORT|FOLLOW|ACCESS_\w+|USE|VALIDATE)$/;

/** About oneself, or with USER:VIEW. Throws `NotFound` for users outside the tenant, `InvalidEntity` for no permission. */
export async function explainAccess(
  deps: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  { userId, permission, namespace }: AccessQuestion,
): Promise<AccessExplanation> {
  checkPermission(permission);
  const { user, roles } = await rolesOfUser(deps, scope, actor, userId);
  const sources = roles.map((source) => judge(source, permission, namespace));
  const rolesThatGrant = (await scope.access.listRoles())
    .filter((role) => expandPermissions(role.permissions).has(permission))
    .map(({ id, name }) => ({ id, name }));
  const refusal = await refusalOf(deps, scope, tenant, user, roles, permission);
  const byFlag = user.superAdmin && superadminPermissions.has(permission);
  const granting = sources.find(({ grants }) => grants);
  const where = namespace === undefined ? '' : ` on namespace '${namespace}'`;
  const reason =
    refusal ??
    (byFlag
      ? `Superadmins may do ${permission} in every tenant`
      : (granting?.reason ?? `No role of '${user.username}' grants ${permission}${where}`));
  return {
    user,
    allowed: refusal === undefined && (byFlag || granting !== undefined),
    reason,
    sources,
    rolesThatGrant,
  };
}

/** What stands above all roles. */
async function refusalOf(
  { store, settings }: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
  tenant: TenantRef,
  user: User,
  roles: readonly RoleOfUser[],
  permission: string,
): Promise<string | undefined> {
  const mayEnter =
    !settings.tenancy.enabled || user.superAdmin || (await scope.access.findAccess(user.id)) !== undefined;
  if (!mayEnter) return `'${user.username}' has no access to tenant '${tenant.id ?? tenant.name}'`;
  const isRead = readActions.test(permission.slice(permission.indexOf(':') + 1));
  if (user.restricted && !isRead) return `'${user.username}' is restricted: the account may only read`;
  const status = (await store.tenants.findByKey(scope.key))?.status;
  if (status !== 'SUSPENDED') return undefined;
  const adminRole = managedRoleId('ADMIN', tenant.id);
  const isAdmin = roles.some(({ role, namespace }) => role.id === adminRole && namespace === undefined);
  if (isRead && (isAdmin || user.superAdmin)) return undefined;
  return `Tenant '${tenant.id ?? tenant.name}' is suspended${isRead ? ': its Admins alone may look' : ''}`;
}

function judge(source: RoleOfUser, permission: string, namespace: string | undefined): AccessSource {
  const { role, namespace: limit, origin, sourceId } = source;
  const named = { id: role.id, name: role.name };
  const common = { role: named, namespace: limit, origin, sourceId };
  if (!expandPermissions(role.permissions).has(permission))
    return { ...common, grants: false, reason: `The role '${role.name}' does not hold ${permission}` };
  if (limit === undefined)
    return { ...common, grants: true, reason: `The role '${role.name}' grants ${permission} in the whole tenant` };
  if (resources.get(permission.slice(0, permission.indexOf(':')))?.scope !== 'namespace') {
    const reason = `${permission} needs a binding in the whole tenant; that of '${role.name}' is limited to '${limit}'`;
    return { ...common, grants: false, reason };
  }
  const grants = namespace === undefined || isWithinNamespace(namespace, limit);
  const verb = grants ? 'grants' : 'would grant';
  return {
    ...common,
    grants,
    reason: `The role '${role.name}' ${verb} ${permission} on namespace '${limit}' and below`,
  };
}

function checkPermission(permission: string): void {
  const [resource = '', action = ''] = permission.split(':');
  const known = resources.get(resource);
  if (known?.actions.includes(action) === true) return;
  const message =
    known === undefined
      ? `unknown resource '${resource}'; known are ${[...resources.keys()].join(', ')}`
      : `unknown action '${action}' of ${resource}; known are ${known.actions.join(', ')}`;
  throw new InvalidEntity({ reason: `permission: ${message}` }, { problems: [{ message, path: 'permission' }] });
}
