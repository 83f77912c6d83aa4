import type { TenantRef } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { counts, findLimit, limitNames, type LimitName } from './tenant-limits.ts';

export interface LimitUse {
  /** `waiting`: executions and task runs that wait, beyond which nothing new is taken. */
  readonly name: LimitName | 'waiting';
  readonly count: number;
  readonly limit: number;
}

/** What the tenant has of all that is limited. `openStreams` are those of this server. */
export async function listLimits(
  deps: Pick<Deps, 'host' | 'settings' | 'storageUse' | 'logVolume' | 'tenantRecords'>,
  scope: TenantScope,
  { key }: Pick<TenantRef, 'key'>,
  openStreams: number,
): Promise<readonly LimitUse[]> {
  const uses: LimitUse[] = [];
  const { maxQueuedExecutions } = deps.settings.tenancy;
  if (maxQueuedExecutions > 0) {
    const { queuedExecutions, waitingJobs, waitingForGroups } = deps.host.workload(key);
    const count = queuedExecutions + waitingJobs + waitingForGroups;
    uses.push({ name: 'waiting', count, limit: maxQueuedExecutions });
  }
  for (const name of limitNames) {
    const limit = await findLimit(deps, key, name);
    if (limit === undefined) continue;
    uses.push({ name, limit, count: await countOf(name) });
  }
  return uses;

  async function countOf(name: LimitName): Promise<number> {
    switch (name) {
      case 'streams':
        return openStreams;
      case 'storageBytes':
        return deps.storageUse.of(key);
      case 'logBytesPerDay':
        return deps.logVolume.used(key);
      case 'kvPairs':
      case 'secrets':
      case 'users':
        return counts[name](scope);
    }
  }
}
