/** Who looks for a polling trigger: this server, a worker of the group that is named nearest, or nobody. */
import { hasExpression } from '@windhover/expressions';
import type { WorkerGroupChoice } from '@windhover/model';
import type { LookThere } from '../remote/place.ts';
import type { WorkerPool } from '../remote/worker-pool.ts';
import type { WorkerGroups } from '../worker-groups.ts';
import type { PlannedTrigger } from './trigger-plan.ts';

export type LookPlace =
  | { readonly kind: 'here' }
  | { readonly kind: 'there'; readonly look: LookThere }
  /** For a worker, as soon as there is one. */
  | { readonly kind: 'waits'; readonly reason: string }
  /** Until the next date. */
  | { readonly kind: 'leftOut'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface LookPlaces {
  readonly groups: Pick<WorkerGroups, 'find' | 'choiceFor'>;
  readonly pool: Pick<WorkerPool, 'connected' | 'lookAt'>;
}

/** As of tasks: the trigger's own group counts, then that of its flow, of its namespaces from within, of its tenant. */
export async function lookPlaceOf(
  { groups, pool }: LookPlaces,
  { tenant, flow, trigger }: PlannedTrigger,
  render: (template: string) => Promise<string>,
): Promise<LookPlace> {
  const named = trigger.workerGroup ?? flow.workerGroup ?? (await groups.choiceFor(tenant.key, flow.namespace));
  if (named === undefined) return { kind: 'here' };
  const key = hasExpression(named.key) ? await render(named.key) : named.key;
  const group = groups.find(key);
  if (group === undefined) return { kind: 'failed', reason: `Worker group '${key}' does not exist` };
  if (group.allowedTenants?.includes(tenant.key) === false) {
    const reason = `Worker group '${key}' is not available to tenant '${tenant.id ?? 'main'}'`;
    return { kind: 'failed', reason };
  }
  const look = pool.lookAt(key);
  if (look !== undefined) return { kind: 'there', look };
  // A connection that broke may come again: as long as its lease lasts there is a worker
  const isAway = pool.connected().some(({ groupId }) => groupId === key);
  return withoutWorker(key, isAway ? 'WAIT' : (named.fallback ?? 'WAIT'));
}

function withoutWorker(key: string, fallback: NonNullable<WorkerGroupChoice['fallback']>): LookPlace {
  const message = `Worker group '${key}' has no worker that is connected`;
  switch (fallback) {
    case 'WAIT':
      return { kind: 'waits', reason: `The trigger waits for a worker of group '${key}': none is connected` };
    case 'FAIL':
      return { kind: 'failed', reason: message };
    case 'CANCEL':
      return { kind: 'leftOut', reason: `${message}: this look is left out` };
    case 'IGNORE':
      return { kind: 'here' };
  }
}
