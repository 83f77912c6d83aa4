import {
  AlreadyExists,
  DoesNotExist,
  MultiTenancyDisabled,
  type JsonObject,
  type Tenant,
  type User,
} from '@windhover/model';
import { adminWrites } from '../access/admin-writes.ts';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { managedRoles } from '../access/managed-roles.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { checkTenantId, nextTenantKey } from './tenant-id.ts';
import { sealSettings } from './sealed-settings.ts';
import { checkTenantSettings, keepingOfSuperadmins } from './tenant-settings.ts';

export interface NewTenant {
  readonly id: string;
  /** May be empty; absent: the id. */
  readonly name?: string | undefined;
  readonly settings?: JsonObject;
  /** Commands name the user who becomes Admin; callers of the API are it themselves. */
  readonly adminUsername?: string | undefined;
}

/**
 * Stores the tenant with its managed roles, and its first Admin with access and binding, in one commit. Throws
 * `MultiTenancyDisabled`, `InvalidEntity` for the id or a backend, `DoesNotExist` for an unknown Admin and
 * `AlreadyExists`; nothing is changed then.
 */
export async function createTenant(deps: Deps, actor: Actor, input: NewTenant): Promise<Tenant> {
  if (!deps.settings.tenancy.enabled) throw new MultiTenancyDisabled({});
  demand(actor, 'TENANT:CREATE');
  checkTenantId(input.id);
  const settings = keepingOfSuperadmins(actor, {}, input.settings ?? {});
  checkTenantSettings(deps, settings);
  const admin = await firstAdmin(deps, actor, input.adminUsername);

  const key = nextTenantKey(input.id, await deps.store.tenants.keysOf(input.id));
  const tenant: Tenant = {
    key,
    id: input.id,
    name: input.name ?? input.id,
    status: 'ACTIVE',
    settings: await sealSettings(deps, key, settings),
    createdAt: deps.clock.now(),
  };
  const scope = deps.store.scope(tenant.key);
  const operations = [
    deps.store.tenants.insert(tenant),
    ...managedRoles(tenant.id).map((role) => scope.access.insertRole(role)),
    ...(admin === undefined ? [] : await adminWrites(deps, scope, tenant.id, admin.id)),
    scope.audit.append(auditEntry(deps, actor, { type: 'CREATE', resource: 'TENANT', detail: { id: tenant.id } })),
  ];
  await writeOr(deps.store, operations, ({ thing }) =>
    thing === 'Tenant' ? new AlreadyExists({ thing, id: input.id }) : undefined,
  );
  announce(deps, { kind: 'tenant', id: tenant.id }, { kind: 'access', tenantKey: tenant.key });
  return tenant;
}

async function firstAdmin(deps: Deps, actor: Actor, username: string | undefined): Promise<User | undefined> {
  if (username !== undefined) {
    const user = (await deps.store.identity.findUserByName(username)) ?? (await findAccount(deps, username));
    if (user === undefined) throw new DoesNotExist({ thing: 'User', id: username });
    return user;
  }
  if (actor === 'command-line') return undefined;
  return actor.user.superAdmin && !deps.settings.tenancy.bindSuperadminCreator ? undefined : actor.user;
}

/** Commands may name a service account, if only one has the name. */
async function findAccount(deps: Deps, name: string): Promise<User | undefined> {
  const accounts = await deps.store.identity.listUsers('SERVICE_ACCOUNT');
  const named = accounts.filter(({ username }) => username === name);
  return named.length === 1 ? named[0] : undefined;
}
