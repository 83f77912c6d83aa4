/** Worker groups are made, changed and deleted by superadmins; every server obeys them from the commit on. */
import {
  AlreadyExists,
  IllegalState,
  NotFound,
  type ErrorProblem,
  type TenantKey,
  type WorkerGroup,
  type WorkerToken,
} from '@windhover/model';
import type { Conflict, WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import type { Audited } from '../audit/audit-entry.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import { checkWorkerGroup, type WorkerGroupInput } from './worker-group-rules.ts';
import { usesOfWorkerGroup } from './worker-group-uses.ts';

const change: InstanceChange = { kind: 'workerGroups' };

export interface WorkerGroupWithTokens {
  readonly group: WorkerGroup;
  /** In the order in which they were made. */
  readonly tokens: readonly WorkerToken[];
}

/** By id. */
export async function listWorkerGroups(deps: Deps, actor: Actor): Promise<readonly WorkerGroupWithTokens[]> {
  demandSuperadmin(actor);
  const [groups, tokens] = await Promise.all([deps.store.workerGroups.list(), deps.store.workerGroups.listTokens()]);
  return groups.map((group) => ({ group, tokens: tokens.filter(({ groupId }) => groupId === group.id) }));
}

/** Throws `NotFound`. */
export async function getWorkerGroup(deps: Deps, actor: Actor, id: string): Promise<WorkerGroupWithTokens> {
  demandSuperadmin(actor);
  const group = await existingWorkerGroup(deps, id);
  const tokens = await deps.store.workerGroups.listTokens();
  return { group, tokens: tokens.filter(({ groupId }) => groupId === id) };
}

/** Throws `AlreadyExists`, and `InvalidEntity` with all that is wrong. */
export async function createWorkerGroup(
  deps: Deps,
  actor: Actor,
  created: WorkerGroupInput & { readonly id: string },
): Promise<WorkerGroupWithTokens> {
  demandSuperadmin(actor);
  const { id, ...input } = created;
  const now = deps.clock.now();
  const group = { ...(await toWorkerGroup(deps, id, input)), createdAt: now, updatedAt: now };
  const audited = { type: 'CREATE', resource: 'WORKER_GROUP', detail: detailOf(group), after: textOf(group) } as const;
  await save(deps, actor, deps.store.workerGroups.insert(group), audited, () => {
    return new AlreadyExists({ thing: 'Worker group', id });
  });
  return { group, tokens: [] };
}

/** Replaces it: what is absent is cleared. Throws `NotFound`, and `InvalidEntity` with all that is wrong. */
export async function updateWorkerGroup(
  deps: Deps,
  actor: Actor,
  id: string,
  input: WorkerGroupInput,
): Promise<WorkerGroupWithTokens> {
  demandSuperadmin(actor);
  const before = await existingWorkerGroup(deps, id);
  const { createdAt } = before;
  const after = { ...(await toWorkerGroup(deps, id, input)), createdAt, updatedAt: deps.clock.now() };
  await save(deps, actor, deps.store.workerGroups.update(after), {
    type: 'UPDATE',
    resource: 'WORKER_GROUP',
    detail: detailOf(after),
    before: textOf(before),
    after: textOf(after),
  });
  return getWorkerGroup(deps, actor, id);
}

/**
 * With its tokens; workers that are connected to this or another server are sent away. Throws `NotFound`, and without `force`
 * `IllegalState` while workers are connected to this server, or something names the group.
 */
export async function deleteWorkerGroup(
  deps: Deps,
  actor: Actor,
  id: string,
  options: { readonly force: boolean },
): Promise<void> {
  demandSuperadmin(actor);
  const before = await existingWorkerGroup(deps, id);
  if (!options.force) await demandUnused(deps, id);
  await save(deps, actor, deps.store.workerGroups.delete(id), {
    type: 'DELETE',
    resource: 'WORKER_GROUP',
    detail: detailOf(before),
    before: textOf(before),
  });
}

/** Throws `NotFound`. */
export async function existingWorkerGroup(deps: Pick<Deps, 'store'>, id: string): Promise<WorkerGroup> {
  const found = await deps.store.workerGroups.find(id);
  if (found === undefined) throw new NotFound({ thing: 'worker group' });
  return found;
}

async function demandUnused(deps: Deps, id: string): Promise<void> {
  const { workers } = deps.host.workers.workload(id);
  if (workers > 0) {
    throw new IllegalState({ reason: `${workers} workers of group '${id}' are connected; stop them, or use force` });
  }
  const uses = await usesOfWorkerGroup(deps, id);
  if (uses.length === 0) return;
  throw new IllegalState(
    { reason: `worker group '${id}' is named by ${uses.join(', ')}; change that first, or use force` },
    { problems: uses.map((use): ErrorProblem => ({ path: 'id', message: `is named by ${use}` })) },
  );
}

async function toWorkerGroup(
  deps: Deps,
  id: string,
  input: WorkerGroupInput,
): Promise<Omit<WorkerGroup, 'createdAt' | 'updatedAt'>> {
  const { name, description, allowedTenants = [] } = input;
  const found = await Promise.all(allowedTenants.map((tenantId) => findTenantById(deps, tenantId)));
  const unknown = allowedTenants.filter((_, index) => found[index] === undefined);
  checkWorkerGroup(id, input, unknown);
  const keys = new Set(found.flatMap((tenant): TenantKey[] => (tenant === undefined ? [] : [tenant.key])));
  return {
    id,
    name: name || id,
    ...(description ? { description } : {}),
    ...(keys.size === 0 ? {} : { allowedTenants: [...keys] }),
  };
}

async function save(
  deps: Deps,
  actor: Actor,
  write: WriteOp,
  audited: Audited,
  toError: (conflict: Conflict) => Error = () => new NotFound({ thing: 'worker group' }),
): Promise<void> {
  const operations = [write, deps.store.announce(change), instanceAudit(deps, actor, audited)];
  await writeOr(deps.store, operations, toError);
  announce(deps, change);
}

function detailOf({ id, name }: WorkerGroup) {
  return { id, name };
}

function textOf(group: WorkerGroup): string {
  return JSON.stringify(group, null, 2);
}
