/** Kill switches are made, changed and deleted by superadmins; every server obeys them from the commit on. */
import { NotFound, type KillSwitch } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import type { Audited } from '../audit/audit-entry.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import { checkKillSwitch, type KillSwitchInput } from './kill-switch-rules.ts';

const change: InstanceChange = { kind: 'killSwitches' };

/** In the order in which they were made. */
export async function listKillSwitches(deps: Deps, actor: Actor): Promise<readonly KillSwitch[]> {
  demandSuperadmin(actor);
  return deps.store.killSwitches.list();
}

/** Throws `InvalidEntity` with all that is wrong. */
export async function createKillSwitch(deps: Deps, actor: Actor, input: KillSwitchInput): Promise<KillSwitch> {
  demandSuperadmin(actor);
  const made = await toKillSwitch(deps, deps.ids.next(), input);
  await save(deps, actor, deps.store.killSwitches.insert(made), {
    type: 'CREATE',
    resource: 'KILL_SWITCH',
    detail: detailOf(made),
    after: textOf(made),
  });
  return made;
}

/** Replaces it: what is absent is cleared. Throws `NotFound`, and `InvalidEntity` with all that is wrong. */
export async function updateKillSwitch(
  deps: Deps,
  actor: Actor,
  id: string,
  input: KillSwitchInput,
): Promise<KillSwitch> {
  demandSuperadmin(actor);
  const before = await existing(deps, id);
  const after = await toKillSwitch(deps, id, input);
  await save(deps, actor, deps.store.killSwitches.update(after), {
    type: 'UPDATE',
    resource: 'KILL_SWITCH',
    detail: detailOf(after),
    before: textOf(before),
    after: textOf(after),
  });
  return after;
}

/** What it ignored goes on. Throws `NotFound`. */
export async function deleteKillSwitch(deps: Deps, actor: Actor, id: string): Promise<void> {
  demandSuperadmin(actor);
  const before = await existing(deps, id);
  await save(deps, actor, deps.store.killSwitches.delete(id), {
    type: 'DELETE',
    resource: 'KILL_SWITCH',
    detail: detailOf(before),
    before: textOf(before),
  });
}

async function existing(deps: Deps, id: string): Promise<KillSwitch> {
  const found = await deps.store.killSwitches.find(id);
  if (found === undefined) throw new NotFound({ thing: 'kill switch' });
  return found;
}

async function toKillSwitch(deps: Deps, id: string, input: KillSwitchInput): Promise<KillSwitch> {
  const { tenantId, name, description, namespace, flowId, executionIds = [], endsAt } = input;
  const tenant = tenantId ? await findTenantById(deps, tenantId) : undefined;
  checkKillSwitch(input, !tenantId || tenant !== undefined);
  return {
    id,
    name,
    evaluationType: input.evaluationType,
    startsAt: input.startsAt,
    enabled: input.enabled ?? true,
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(description ? { description } : {}),
    ...(tenant === undefined ? {} : { tenantKey: tenant.key }),
    ...(namespace ? { namespace } : {}),
    ...(flowId ? { flowId } : {}),
    ...(executionIds.length === 0 ? {} : { executionIds }),
  };
}

async function save(deps: Deps, actor: Actor, write: WriteOp, audited: Audited): Promise<void> {
  const operations = [write, deps.store.announce(change), instanceAudit(deps, actor, audited)];
  await writeOr(deps.store, operations, () => new NotFound({ thing: 'kill switch' }));
  announce(deps, change);
}

function detailOf({ id, name, evaluationType }: KillSwitch) {
  return { id, name, evaluationType };
}

function textOf(killSwitch: KillSwitch): string {
  return JSON.stringify(killSwitch, null, 2);
}
