import { IllegalState, isUnavailable, NotFound, type Tenant, type TriggerState } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { loadDates } from '../triggers/load-dates.ts';
import { recoverSchedule, type RecoverMissed } from '../triggers/plan-schedule.ts';
import { recordEvaluation } from '../triggers/record-evaluation.ts';
import { existingTenant } from './get-tenant.ts';

/**
 * Ends a suspension: schedules make up for all dates missed meanwhile, the last one or none (default), and executions
 * that were paused for it go on. Throws `NotFound`, and `IllegalState` for a tenant that is not suspended.
 */
export async function resumeTenant(
  deps: Deps,
  actor: Actor,
  id: string,
  { missedSchedules = 'NONE' }: { readonly missedSchedules?: RecoverMissed | undefined },
): Promise<Tenant> {
  demandSuperadmin(actor);
  const { suspension, ...before } = await existingTenant(deps, id);
  if (before.status !== 'SUSPENDED') throw new IllegalState({ reason: `tenant '${id}' is not suspended` });
  const tenant: Tenant = { ...before, status: 'ACTIVE' };
  const scope = deps.store.scope(tenant.key);
  const entry = auditEntry(deps, actor, {
    type: 'UPDATE',
    resource: 'TENANT',
    detail: { id, status: 'ACTIVE', missedSchedules },
  });
  const operations = [
    deps.store.tenants.update(tenant),
    ...(await scheduleWrites(deps, tenant, missedSchedules)),
    scope.audit.append(entry),
  ];
  await writeOr(deps.store, operations, ({ thing }) =>
    thing === 'Tenant' ? new NotFound({ thing: 'tenant' }) : undefined,
  );
  announce(deps, { kind: 'tenant', id }, { kind: 'access', tenantKey: tenant.key });
  const at = deps.clock.now();
  await Promise.all(
    (suspension?.paused ?? []).map((executionId) => deps.host.send(tenant.key, executionId, { kind: 'resumed', at })),
  );
  return tenant;
}

/** The next date of each schedule, and beside the dates that are passed over why they did not fire. */
async function scheduleWrites(deps: Deps, tenant: Tenant, missedSchedules: RecoverMissed): Promise<readonly WriteOp[]> {
  const now = deps.clock.now();
  const scope = deps.store.scope(tenant.key);
  const { triggers } = scope;
  const writes: WriteOp[] = [];
  for (const state of await triggers.list()) {
    if (state.nextAt === undefined || state.nextAt > now) continue;
    const loaded = await loadLatestFlow(deps, tenant.key, state.namespace, state.flowId);
    const flow = loaded?.flow;
    const trigger = flow?.triggers.find(({ id }) => id === state.triggerId);
    if (flow === undefined || trigger === undefined) continue;
    // Why there are none is told when it is scheduled
    const dates = await loadDates(deps, { tenant, flow, trigger }, deps.settings.timeZone ?? 'UTC').catch(
      unlessUnavailable,
    );
    if (dates === undefined) continue;
    const nextAt = recoverSchedule(state, dates, missedSchedules, now);
    if (nextAt === state.nextAt) continue;
    const { nextAt: _missed, ...rest } = state;
    const reason = 'Dates were passed over while the tenant was suspended';
    const updated: TriggerState = {
      ...rest,
      ...(nextAt !== undefined && { nextAt }),
      updatedAt: Math.max(now, state.updatedAt + 1),
    };
    const { triggerEvaluations: kept } = deps.settings.kept;
    const recorded = recordEvaluation(scope, updated, { at: now, outcome: 'SKIPPED', reason }, kept);
    writes.push(triggers.replace(recorded.state, state.updatedAt), recorded.write);
  }
  return writes;
}

function unlessUnavailable(cause: unknown): undefined {
  if (isUnavailable(cause)) throw cause;
}
