/** Tenants that are gone and whose data is kept, or not wholly removed yet: the superadmins' affair. */
import { AlreadyExists, InvalidEntity, NotFound, type Tenant, type TenantKey } from '@windhover/model';
import { adminWrites } from '../access/admin-writes.ts';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { managedRoles } from '../access/managed-roles.ts';
import { writeOr } from '../access/on-conflict.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import type { NewTenant } from './create-tenant.ts';
import { countData, purgeData, type DeletionReport } from './purge-data.ts';
import { sealSettings } from './sealed-settings.ts';
import { checkTenantSettings } from './tenant-settings.ts';

export interface RetainedTenant {
  readonly tenant: Tenant;
  /** DELETING: its removal or purge is under way. */
  readonly state: 'DELETING' | 'RETAINED';
  readonly executions: number;
}

/** By key, those whose deletion is under way first. */
export async function listRetained(deps: Deps, actor: Actor): Promise<readonly RetainedTenant[]> {
  demandSuperadmin(actor);
  const closing = (await deps.store.tenants.list()).filter(({ status }) => status === 'DELETING');
  const gone = await deps.store.tenants.listRetained();
  return Promise.all(
    [...closing, ...gone].map(async (tenant) => ({
      tenant,
      state: closing.includes(tenant) || tenant.purging === true ? ('DELETING' as const) : ('RETAINED' as const),
      executions: await deps.store.scope(tenant.key).executions.count(),
    })),
  );
}

/** Removes what was kept, for good. Throws `NotFound` for a key under which nothing is retained. */
export async function purgeRetained(deps: Deps, actor: Actor, key: string): Promise<DeletionReport> {
  demandSuperadmin(actor);
  const tenant = await getRetained(deps, key);
  const entry = auditEntry(deps, actor, {
    type: 'DELETE',
    resource: 'TENANT',
    detail: { id: tenant.id, key, purge: true },
  });
  const operations = [deps.store.tenants.markPurging(tenant.key), deps.store.scope(tenant.key).audit.append(entry)];
  await writeOr(deps.store, operations, () => new NotFound({ thing: 'tenant' }));
  const removed = await countData(deps, tenant.key);
  return { id: tenant.id, key: tenant.key, removed, complete: await purgeData(deps, tenant.key) };
}

/**
 * A new tenant that takes over what was kept of an earlier one of the same id; flows, roles and access are made anew.
 * Throws `NotFound` for the key, `InvalidEntity` when the ids differ, `AlreadyExists` when the id is in use.
 */
export async function adoptTenant(deps: Deps, actor: Actor, input: NewTenant, key: string): Promise<Tenant> {
  demandSuperadmin(actor);
  const before = await getRetained(deps, key);
  if (input.id !== before.id) {
    const message = `must be '${before.id}', the id of the tenant whose data is taken over`;
    throw new InvalidEntity({ reason: `id: ${message}` }, { problems: [{ message, path: 'id' }] });
  }
  const settings = input.settings ?? {};
  checkTenantSettings(deps, settings);
  const tenant: Tenant = {
    key: before.key,
    id: before.id,
    name: input.name ?? before.id,
    status: 'ACTIVE',
    settings: await sealSettings(deps, before.key, settings),
    createdAt: before.createdAt,
  };
  const scope = deps.store.scope(tenant.key);
  const admin = actor === 'command-line' || !deps.settings.tenancy.bindSuperadminCreator ? undefined : actor.user;
  const operations = [
    deps.store.tenants.revive(tenant),
    ...managedRoles(tenant.id).map((role) => scope.access.putRole(role)),
    ...(admin === undefined ? [] : await adminWrites(deps, scope, tenant.id, admin.id)),
    scope.audit.append(
      auditEntry(deps, actor, { type: 'CREATE', resource: 'TENANT', detail: { id: tenant.id, adopted: key } }),
    ),
  ];
  await writeOr(deps.store, operations, () => new AlreadyExists({ thing: 'Tenant', id: tenant.id }));
  announce(deps, { kind: 'tenant', id: tenant.id }, { kind: 'access', tenantKey: tenant.key });
  return tenant;
}

async function getRetained({ store }: Pick<Deps, 'store'>, key: string): Promise<Tenant> {
  const tenant = (await store.tenants.listRetained()).find((retained) => retained.key === (key as TenantKey));
  if (tenant === undefined) throw new NotFound({ thing: 'tenant' });
  return tenant;
}
