/** The right to enter a tenant. */
import { AlreadyExists, NotFound, type Role, type TenantRef, type User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { findUserByEmail } from '../identity/find-user-by-email.ts';
import { joinWrites } from './admin-writes.ts';
import { groupHolder, userHolder } from './binding-holders.ts';
import type { Actor } from './caller.ts';
import { getVisibleUser } from './find-visible-user.ts';
import { announce } from './instance-change.ts';
import { leaveTenantWrites } from './leave-tenant.ts';
import { demand } from './permissions.ts';

/** Repeating it changes nothing. Throws `NotFound`; for those who are no superadmins every stranger is unknown. */
export async function grantAccess(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  userId: string,
): Promise<User> {
  demand(actor, 'USER:CREATE');
  const user = await getVisibleUser(deps, scope, actor, userId);
  const entry = auditEntry(deps, actor, { type: 'CREATE', resource: 'TENANT_ACCESS', detail: { userId } });
  await deps.store.write([...(await joinWrites(deps, scope, tenant.id, user, 'DIRECT')), scope.audit.append(entry)]);
  announce(deps, { kind: 'access', tenantKey: scope.key });
  return user;
}

/** As {@link grantAccess}, by e-mail or user name. Throws `AlreadyExists` for one who is in. */
export async function grantAccessByEmail(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  email: string,
): Promise<void> {
  demand(actor, 'USER:CREATE');
  const user = (await deps.store.identity.findUserByName(email)) ?? (await findUserByEmail(deps, scope.key, email));
  if (user === undefined) throw new NotFound({ thing: 'user' });
  await getVisibleUser(deps, scope, actor, user.id);
  if ((await scope.access.findAccess(user.id)) !== undefined) {
    throw new AlreadyExists({ thing: 'Tenant access of', id: email });
  }
  await grantAccess(deps, scope, tenant, actor, user.id);
}

/** Takes bindings and memberships along, and tokens that nothing is left for. Throws `NotFound` for one who has no access. */
export async function revokeAccess(deps: Deps, scope: TenantScope, actor: Actor, userId: string): Promise<void> {
  demand(actor, 'USER:DELETE');
  const [access, bindings, members] = await Promise.all([
    scope.access.findAccess(userId),
    scope.access.listBindings(userHolder(userId)),
    scope.access.listMembers({ userId }),
  ]);
  if (access === undefined && bindings.length === 0 && members.length === 0) throw new NotFound({ thing: 'user' });
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'TENANT_ACCESS', detail: { userId } });
  await deps.store.write([...(await leaveTenantWrites(deps, scope, userId)), scope.audit.append(entry)]);
  announce(deps, { kind: 'user', userId }, { kind: 'access', tenantKey: scope.key });
}

/** Users and service accounts that may enter the tenant, by id; in single mode all. */
export async function listMembersOfTenant(
  deps: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
): Promise<readonly User[]> {
  if (!deps.settings.tenancy.enabled) return deps.store.identity.listUsers();
  const records = await scope.access.listAccess();
  const users = await Promise.all(records.map(({ userId }) => deps.store.identity.findUser(userId)));
  return users.filter((user) => user !== undefined);
}

/** A role of a user with how it came about: by a binding of the user's own, or by a group. */
export interface RoleOfUser {
  readonly role: Role;
  readonly namespace: string | undefined;
  readonly origin: 'BINDING' | 'GROUP';
  /** The binding's id, or the group's. */
  readonly sourceId: string;
}

/** Own record: anyone; others': USER:VIEW. Throws `NotFound` for users outside the tenant. */
export async function rolesOfUser(
  deps: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
  actor: Actor,
  userId: string,
): Promise<{ readonly user: User; readonly roles: readonly RoleOfUser[] }> {
  if (actor === 'command-line' || actor.user.id !== userId) demand(actor, 'USER:VIEW');
  const user = await deps.store.identity.findUser(userId);
  const isMember = !deps.settings.tenancy.enabled || (await scope.access.findAccess(userId)) !== undefined;
  const isSelf = actor !== 'command-line' && actor.user.id === userId;
  if (user === undefined || !(isMember || isSelf)) throw new NotFound({ thing: 'user' });
  const members = await scope.access.listMembers({ userId });
  const holders = [userHolder(userId), ...members.map(({ groupId }) => groupHolder(groupId))];
  const roles = await Promise.all(
    holders.map(async (holder): Promise<readonly RoleOfUser[]> => {
      const bindings = await scope.access.listBindings(holder);
      const found = await scope.access.findRoles(bindings.map(({ roleId }) => roleId));
      return bindings.flatMap((binding): RoleOfUser[] => {
        const role = found.find(({ id: roleId }) => roleId === binding.roleId);
        if (role === undefined) return [];
        const { id, namespace } = binding;
        return holder.type === 'GROUP'
          ? [{ role, namespace, origin: 'GROUP', sourceId: holder.externalId }]
          : [{ role, namespace, origin: 'BINDING', sourceId: id }];
      });
    }),
  );
  return { user, roles: roles.flat() };
}
