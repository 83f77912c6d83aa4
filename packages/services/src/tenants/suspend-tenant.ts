import { IllegalState, NotFound, type Suspension, type SuspendedRunning, type Tenant } from '@windhover/model';
import { userIdOf, type Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { existingTenant } from './get-tenant.ts';
import { killUnfinished, pauseRunning } from './unfinished-executions.ts';

export interface SuspendTenant {
  readonly reason?: string | undefined;
  /** Default FINISH. */
  readonly running?: SuspendedRunning | undefined;
}

/**
 * From the commit on nothing is started and nobody gets in but Admins who read; what runs finishes, pauses or is killed.
 * A crash in between leaves the tenant suspended, and {@link continueSuspensions} ends the work. Throws `NotFound`, and
 * `IllegalState` for a tenant that is suspended already.
 */
export async function suspendTenant(
  deps: Deps,
  actor: Actor,
  id: string,
  { reason, running = 'FINISH' }: SuspendTenant,
): Promise<Tenant> {
  demandSuperadmin(actor);
  const before = await existingTenant(deps, id);
  if (before.status === 'SUSPENDED') throw new IllegalState({ reason: `tenant '${id}' is suspended already` });
  const by = userIdOf(actor);
  const suspension: Suspension = {
    at: deps.clock.now(),
    running,
    paused: [],
    ...(by === undefined ? {} : { by }),
    ...(reason === undefined || reason === '' ? {} : { reason }),
  };
  const tenant: Tenant = { ...before, status: 'SUSPENDED', suspension };
  const entry = auditEntry(deps, actor, {
    type: 'UPDATE',
    resource: 'TENANT',
    detail: { id, status: 'SUSPENDED', running, ...(reason === undefined ? {} : { reason }) },
  });
  const operations = [deps.store.tenants.update(tenant), deps.store.scope(tenant.key).audit.append(entry)];
  await writeOr(deps.store, operations, () => new NotFound({ thing: 'tenant' }));
  announce(deps, { kind: 'tenant', id }, { kind: 'access', tenantKey: tenant.key });
  return stopRunning(deps, tenant, suspension);
}

/** At start: what a stop interrupted is done, and executions that came to life meanwhile are stopped. */
export async function continueSuspensions(deps: Deps): Promise<void> {
  for (const tenant of await deps.store.tenants.list()) {
    if (tenant.status === 'SUSPENDED' && tenant.suspension !== undefined)
      await stopRunning(deps, tenant, tenant.suspension);
  }
}

async function stopRunning(deps: Deps, tenant: Tenant, suspension: Suspension): Promise<Tenant> {
  switch (suspension.running) {
    case 'FINISH':
      return tenant;
    case 'KILL':
      await killUnfinished(deps, tenant.key);
      return tenant;
    case 'PAUSE': {
      const paused = await pauseRunning(deps, tenant.key);
      if (paused.length === 0) return tenant;
      const all = [...new Set([...suspension.paused, ...paused])];
      const noted: Tenant = { ...tenant, suspension: { ...suspension, paused: all } };
      await deps.store.write([deps.store.tenants.update(noted)]);
      return noted;
    }
  }
}
