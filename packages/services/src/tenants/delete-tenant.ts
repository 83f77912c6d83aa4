import { NotFound, type Tenant } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { settingsLeftBy } from '../backends/tenant-records.ts';
import type { Deps } from '../deps.ts';
import { existingTenant } from './get-tenant.ts';
import { countData, forgetBackends, purgeData, type DeletionReport } from './purge-data.ts';
import { killUnfinished } from './unfinished-executions.ts';

/**
 * Closes the tenant, kills what runs, then removes what a deletion removes; executions, logs, files and key/value pairs
 * are retained under the tenant's key, or purged as well. From the first commit on the tenant is unknown to everyone. A
 * crash in between leaves it closed, and {@link resumeDeletions} ends the work. Throws `NotFound`.
 */
export async function deleteTenant(
  deps: Deps,
  actor: Actor,
  id: string,
  { purge = false }: { readonly purge?: boolean | undefined } = {},
): Promise<DeletionReport> {
  demand(actor, 'TENANT:DELETE');
  const { suspension: _suspension, ...tenant } = await existingTenant(deps, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'TENANT', detail: { id, purge } });
  const closed: Tenant = { ...tenant, status: 'DELETING', ...(purge && { purging: true }) };
  const operations = [deps.store.tenants.update(closed), deps.store.scope(tenant.key).audit.append(entry)];
  await writeOr(deps.store, operations, () => new NotFound({ thing: 'tenant' }));
  announce(deps, { kind: 'tenant', id }, { kind: 'access', tenantKey: tenant.key });
  return endDeletion(deps, closed);
}

/** At start: deletions and purges that a stop interrupted are taken to their end. */
export async function resumeDeletions(deps: Deps): Promise<void> {
  for (const tenant of await deps.store.tenants.list()) {
    if (tenant.status === 'DELETING') await endDeletion(deps, tenant);
  }
  for (const { key, purging } of await deps.store.tenants.listRetained()) {
    if (purging === true) await purgeData(deps, key);
  }
}

/** What follows once a tenant is closed: it is removed, and purged where that is wanted. */
export async function endDeletion(deps: Deps, tenant: Tenant): Promise<DeletionReport> {
  const { id, key, purging = false } = tenant;
  await killUnfinished(deps, key);
  const removed = purging ? await countData(deps, key) : undefined;
  await removeServiceAccounts(deps, tenant);
  deps.crashAt?.('delete.between-kinds');
  const left = settingsLeftBy(await deps.store.scope(key).namespaces.list());
  const gone: Tenant = { ...tenant, settings: { ...tenant.settings, ...left } };
  await deps.store.write([deps.store.tenants.update(gone), deps.store.tenants.remove(key)]);
  deps.crashAt?.('delete.between-kinds');
  announce(deps, { kind: 'tenant', id }, { kind: 'access', tenantKey: key });
  const complete = purging ? await purgeData(deps, key) : true;
  await forgetBackends(deps, key);
  return { id, key, complete, ...(removed !== undefined && { removed }) };
}

/** Accounts that belong to the tenant go with it, and with them their tokens. */
async function removeServiceAccounts(deps: Deps, { key }: Tenant): Promise<void> {
  const accounts = await deps.store.identity.listUsers('SERVICE_ACCOUNT');
  const own = accounts.filter(({ tenantKey }) => tenantKey === key);
  if (own.length === 0) return;
  await deps.store.write(own.map(({ id }) => deps.store.identity.deleteUser(id)));
  announce(deps, ...own.map(({ id }) => ({ kind: 'user', userId: id }) as const));
}
