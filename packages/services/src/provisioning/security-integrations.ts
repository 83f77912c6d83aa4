/** What lets an identity provider provision users and groups of one tenant: an account of its own with a token and a role. */
import {
  NotFound,
  permissionsOf,
  type Role,
  type SecurityIntegration,
  type TenantRef,
  type User,
} from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { accessWrite } from '../access/admin-writes.ts';
import { userHolder } from '../access/binding-holders.ts';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { provisionerRoleId } from '../access/per-tenant-roles.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { createApiToken } from '../identity/api-tokens.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { checkAccountName } from '../identity/user-rules.ts';

export interface NewSecurityIntegration {
  readonly name: string;
  readonly description: string;
}

export interface CreatedSecurityIntegration {
  readonly integration: SecurityIntegration;
  readonly token: { readonly id: string; readonly name: string; readonly fullToken: string };
}

const longestAccountName = 63;

/** With its account, its role and a token, which is shown this once. Throws `InvalidEntity` for the name. */
export async function createSecurityIntegration(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  { name, description }: NewSecurityIntegration,
): Promise<CreatedSecurityIntegration> {
  demandSuperadmin(actor);
  checkAccountName(name);
  const now = deps.clock.now();
  const account: User = {
    id: deps.ids.next(),
    type: 'SERVICE_ACCOUNT',
    username: `scim-${name}`.slice(0, longestAccountName).replace(/-+$/, ''),
    description: `Of the security integration '${name}'`,
    superAdmin: false,
    restricted: false,
    tenantKey: scope.key,
    createdAt: now,
  };
  const id = deps.ids.next();
  const integration: SecurityIntegration = {
    id,
    name,
    type: 'SCIM',
    description,
    enabled: true,
    accountId: account.id,
    createdAt: now,
  };
  const entry = auditEntry(deps, actor, {
    type: 'CREATE',
    resource: 'SECURITY_INTEGRATION',
    detail: { id, name, type: 'SCIM', accountId: account.id },
  });
  await deps.store.write([
    scope.access.putRole(provisionerRole(tenant)),
    deps.store.identity.insertUser(account),
    ...accessWrite(deps, scope, account.id, 'DIRECT'),
    bindingWrite(deps, scope, tenant, account.id),
    scope.integrations.insert(integration),
    scope.audit.append(entry),
  ]);
  announce(deps, { kind: 'user', userId: account.id }, { kind: 'access', tenantKey: scope.key });
  const { token, fullToken } = await createApiToken(deps, actor, account, { name });
  return { integration, token: { id: token.id, name, fullToken } };
}

/** Throws `NotFound`. */
export async function getSecurityIntegration(scope: TenantScope, id: string): Promise<SecurityIntegration> {
  const integration = await scope.integrations.find(id);
  if (integration === undefined) throw new NotFound({ thing: 'security integration' });
  return integration;
}

/** While it is disabled it may do nothing, at its own address or elsewhere; what it brought stays. Throws `NotFound`. */
export async function enableSecurityIntegration(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  id: string,
  enabled: boolean,
): Promise<SecurityIntegration> {
  demandSuperadmin(actor);
  const before = await getSecurityIntegration(scope, id);
  if (before.enabled === enabled) return before;
  const integration = { ...before, enabled };
  const bindings = await scope.access.listBindings(userHolder(before.accountId));
  const rights: readonly WriteOp[] = enabled
    ? [scope.access.putRole(provisionerRole(tenant)), bindingWrite(deps, scope, tenant, before.accountId)]
    : bindings.map((binding) => scope.access.deleteBinding(binding.id));
  const entry = auditEntry(deps, actor, {
    type: 'UPDATE',
    resource: 'SECURITY_INTEGRATION',
    detail: { id, name: before.name, enabled },
  });
  await deps.store.write([scope.integrations.update(integration), ...rights, scope.audit.append(entry)]);
  announce(deps, { kind: 'access', tenantKey: scope.key });
  return integration;
}

/** With its account and its token; users and groups that it brought stay. Throws `NotFound`. */
export async function deleteSecurityIntegration(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  id: string,
): Promise<void> {
  demandSuperadmin(actor);
  const { name, accountId } = await getSecurityIntegration(scope, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'SECURITY_INTEGRATION', detail: { id, name } });
  await writeOr(
    deps.store,
    [scope.integrations.delete(id), deps.store.identity.deleteUser(accountId), scope.audit.append(entry)],
    () => new NotFound({ thing: 'security integration' }),
  );
  announce(deps, { kind: 'user', userId: accountId }, { kind: 'access', tenantKey: scope.key });
}

/** Groups, and who has which role; users, but for deleting them. */
function provisionerRole({ id: tenantId }: TenantRef): Role {
  const permissions: Record<string, string[]> = {};
  for (const permission of permissionsOf(['GROUP', 'BINDING', 'USER'])) {
    const [resource, action] = permission.split(':') as [string, string];
    if (resource !== 'USER' || provisionsUsers.has(action)) (permissions[resource] ??= []).push(action);
  }
  const description = 'What security integrations may do; part of them, so it is not changed by hand';
  return {
    id: provisionerRoleId(tenantId),
    name: 'SCIMProvisioner',
    description,
    isDefault: false,
    isManaged: true,
    permissions,
  };
}

const provisionsUsers: ReadonlySet<string> = new Set(['VIEW', 'LIST', 'CREATE', 'UPDATE', 'MANAGE_GROUP_MEMBERSHIP']);

function bindingWrite(deps: Pick<Deps, 'ids'>, scope: TenantScope, tenant: TenantRef, accountId: string): WriteOp {
  return scope.access.insertBinding({
    id: deps.ids.next(),
    type: 'USER',
    externalId: accountId,
    roleId: provisionerRoleId(tenant.id),
  });
}
