import { NotFound, type Tenant } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { existingTenant } from './get-tenant.ts';

const killsAtOnce = 500;
const unfinished = [
  'CREATED',
  'RUNNING',
  'PAUSED',
  'RESTARTED',
  'QUEUED',
  'RETRYING',
  'KILLING',
  'BREAKPOINT',
  'SUBMITTED',
];

/**
 * Closes the tenant, kills what runs, then removes what a deletion removes; executions and logs are retained under the
 * tenant's key. From the first commit on the tenant is unknown to everyone. A crash in between leaves it closed, and
 * {@link resumeDeletions} ends the work. Throws `NotFound`.
 */
export async function deleteTenant(deps: Deps, actor: Actor, id: string): Promise<void> {
  demand(actor, 'TENANT:DELETE');
  const tenant = await existingTenant(deps, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'TENANT', detail: { id } });
  const closed: Tenant = { ...tenant, status: 'DELETING' };
  const operations = [deps.store.tenants.update(closed), deps.store.scope(tenant.key).audit.append(entry)];
  await writeOr(deps.store, operations, () => new NotFound({ thing: 'tenant' }));
  announce(deps, { kind: 'tenant', id }, { kind: 'access', tenantKey: tenant.key });
  await endDeletion(deps, closed);
}

/** At start: deletions that a stop interrupted are taken to their end. */
export async function resumeDeletions(deps: Deps): Promise<void> {
  for (const tenant of await deps.store.tenants.list()) {
    if (tenant.status === 'DELETING') await endDeletion(deps, tenant);
  }
}

async function endDeletion(deps: Deps, tenant: Tenant): Promise<void> {
  await killAll(deps, tenant);
  await removeServiceAccounts(deps, tenant);
  await deps.store.write([deps.store.tenants.remove(tenant.key)]);
  announce(deps, { kind: 'tenant', id: tenant.id }, { kind: 'access', tenantKey: tenant.key });
}

async function killAll(deps: Deps, { key }: Tenant): Promise<void> {
  const { executions } = deps.store.scope(key);
  const seen = new Set<string>();
  for (;;) {
    const found = await executions.searchIds(
      [{ field: 'state', operation: 'IN', value: unfinished }],
      'all',
      killsAtOnce + seen.size,
    );
    const ids = found.filter((executionId) => !seen.has(executionId));
    if (ids.length === 0) return;
    await Promise.all(
      ids.map((executionId) => deps.host.send(key, executionId, { kind: 'killRequested', at: deps.clock.now() })),
    );
    for (const executionId of ids) seen.add(executionId);
  }
}

/** Accounts that belong to the tenant go with it, and with them their tokens. */
async function removeServiceAccounts(deps: Deps, { key }: Tenant): Promise<void> {
  const accounts = await deps.store.identity.listUsers('SERVICE_ACCOUNT');
  const own = accounts.filter(({ tenantKey }) => tenantKey === key);
  if (own.length === 0) return;
  await deps.store.write(own.map(({ id }) => deps.store.identity.deleteUser(id)));
  announce(deps, ...own.map(({ id }) => ({ kind: 'user', userId: id }) as const));
}
