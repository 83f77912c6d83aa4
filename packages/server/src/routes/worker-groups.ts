import { routes } from '@windhover/contract';
import { isValidToken, type WorkerToken } from '@windhover/model';
import {
  createWorkerGroup,
  createWorkerToken,
  deleteWorkerGroup,
  deleteWorkerToken,
  getWorkerGroup,
  listWorkerGroups,
  revokeWorkerToken,
  updateWorkerGroup,
  type Deps,
  type WorkerGroupWithTokens,
} from '@windhover/services';
import { instanceRoute } from '../handler.ts';
import { given } from './given.ts';
import { toIso } from './to-token-json.ts';

function tokenJson({ clock }: Deps, { id, groupId: _group, prefix, hash: _hash, ...rest }: WorkerToken) {
  const { revokedAt, expiresAt, createdAt, ...shown } = rest;
  return {
    uid: id,
    ...shown,
    tokenPrefix: prefix,
    createdAt: toIso(createdAt),
    ...(expiresAt === undefined ? {} : { expiresAt: toIso(expiresAt) }),
    revoked: revokedAt !== undefined,
    valid: isValidToken(rest, clock.now()),
  };
}

function groupJson(deps: Deps, { group, tokens }: WorkerGroupWithTokens) {
  const { allowedTenants = [], createdAt, updatedAt, ...shown } = group;
  const { workers } = deps.host.workers.workload(group.id);
  return {
    ...shown,
    allowedTenants: allowedTenants.map((key) => deps.store.tenantKeys.idOf(key) ?? 'main'),
    subscriptions: [],
    tokens: tokens.map((token) => tokenJson(deps, token)),
    deletable: workers === 0,
    workers: { connected: workers, ...capacityJson(deps, group.id) },
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}

function capacityJson(deps: Deps, groupId: string) {
  const { slots, running, waiting } = deps.host.workers.workload(groupId);
  return { totalAllocated: slots, totalUsed: running, totalInflight: waiting };
}

export const workerGroupHandlers = [
  instanceRoute(routes.workerGroups.list, async ({ deps, caller }) => ({
    workerGroups: (await listWorkerGroups(deps, caller)).map((found) => groupJson(deps, found)),
  })),
  instanceRoute(routes.workerGroups.create, async ({ deps, caller, body }) =>
    groupJson(deps, await createWorkerGroup(deps, caller, given(body))),
  ),
  instanceRoute(routes.workerGroups.get, async ({ deps, caller, params }) =>
    groupJson(deps, await getWorkerGroup(deps, caller, params.id)),
  ),
  instanceRoute(routes.workerGroups.update, async ({ deps, caller, params, body }) =>
    groupJson(deps, await updateWorkerGroup(deps, caller, params.id, given(body))),
  ),
  instanceRoute(routes.workerGroups.delete, async ({ deps, caller, params, query }) =>
    deleteWorkerGroup(deps, caller, params.id, { force: query.force === true }),
  ),
  instanceRoute(routes.workerGroups.capacity, async ({ deps, caller, params }) => {
    await getWorkerGroup(deps, caller, params.id);
    const capacity = capacityJson(deps, params.id);
    return {
      workerGroupId: params.id,
      ...capacity,
      subscriptions: [],
      shared: { allocated: capacity.totalAllocated, used: capacity.totalUsed },
      snapshotAt: toIso(deps.clock.now()),
    };
  }),
  instanceRoute(routes.workerGroups.workers, async ({ deps, caller, params }) => {
    await getWorkerGroup(deps, caller, params.id);
    const connected = deps.host.workers.connected().filter(({ groupId }) => groupId === params.id);
    const workers = connected.map((worker) => ({
      workerId: worker.workerId,
      workerName: worker.name,
      version: worker.version,
      tokenUid: worker.tokenId,
      state: worker.state,
      registeredAt: toIso(worker.connectedAt),
      updatedAt: toIso(worker.lastSeenAt),
      capacity: { running: worker.running, max: worker.slots },
    }));
    return { workers };
  }),
  instanceRoute(routes.workerGroups.createToken, async ({ deps, caller, params, body }) => {
    const { expiresAt, ...rest } = given(body);
    const end = expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) };
    const { token, fullToken } = await createWorkerToken(deps, caller, params.id, { ...rest, ...end });
    return { token: fullToken, details: tokenJson(deps, token) };
  }),
  instanceRoute(routes.workerGroups.deleteToken, async ({ deps, caller, params }) =>
    deleteWorkerToken(deps, caller, params.id, params.tokenId),
  ),
  instanceRoute(routes.workerGroups.revokeToken, async ({ deps, caller, params }) =>
    groupJson(deps, await revokeWorkerToken(deps, caller, params.id, params.tokenId)),
  ),
];
