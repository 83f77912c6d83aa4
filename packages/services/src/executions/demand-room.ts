import { TooManyRequests, type TenantRef } from '@windhover/model';
import type { Deps } from '../deps.ts';

/** When a client that was refused may try again. */
const retryAfterSeconds = 10;

/** Throws `TooManyRequests`, with the tenant's own figures, while as much of it waits as may: nothing new is taken then. */
export function demandRoom(deps: Pick<Deps, 'host' | 'settings'>, tenant: TenantRef): void {
  const limit = deps.settings.tenancy.maxQueuedExecutions;
  if (limit === 0) return;
  const { queuedExecutions, ...waiting } = deps.host.workload(tenant.key);
  const waitingJobs = waiting.waitingJobs + waiting.waitingForGroups;
  if (queuedExecutions + waitingJobs < limit) return;
  const reason = `${queuedExecutions} executions and ${waitingJobs} task runs of this tenant wait already, ${limit} may; try again when some of them have run`;
  throw new TooManyRequests({ reason, retryAfterSeconds });
}
