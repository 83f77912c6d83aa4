/** Stored revisions as flows, for whoever executes them. */
import { flowFromRevision, type LoadedFlow, type TenantKey } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import type { Deps } from '../deps.ts';

type LoadDeps = Pick<Deps, 'store' | 'catalog' | 'flowCache'>;

/** One revision, drafts and tombstones included; undefined when the tenant has none with this number. */
export async function loadFlow(
  deps: LoadDeps,
  tenantKey: TenantKey,
  namespace: string,
  id: string,
  revision: number,
): Promise<LoadedFlow | undefined> {
  const cached = deps.flowCache?.get(cacheKey(tenantKey, { namespace, id, revision }));
  if (cached !== undefined) return cached;
  const stored = await deps.store.scope(tenantKey).flows.findRevision(namespace, id, revision);
  return stored === undefined ? undefined : toFlow(deps, tenantKey, stored);
}

/**
 * The revision that new executions get: the newest one that is no draft. Undefined when there is none, or the flow was
 * deleted. What it cannot be executed for (`exception`, `disabled`) is the caller's to say.
 */
export async function loadLatestFlow(
  deps: LoadDeps,
  tenantKey: TenantKey,
  namespace: string,
  id: string,
): Promise<(LoadedFlow & { readonly stored: FlowRevision }) | undefined> {
  const { flows } = deps.store.scope(tenantKey);
  let stored = await flows.findLatest(namespace, id);
  if (stored?.draft === true && !stored.deleted) {
    stored = (await flows.listRevisions(namespace, id)).findLast((revision) => !revision.draft);
  }
  return stored === undefined || stored.deleted ? undefined : { ...toFlow(deps, tenantKey, stored), stored };
}

/** The flow of a revision at hand, from the cache where it is known. */
export function toFlow(
  deps: Pick<Deps, 'catalog' | 'flowCache'>,
  tenantKey: TenantKey,
  stored: FlowRevision,
): LoadedFlow {
  const key = cacheKey(tenantKey, stored);
  const cached = deps.flowCache?.get(key);
  if (cached !== undefined) return cached;
  const loaded = flowFromRevision(stored, deps.catalog);
  deps.flowCache?.set(key, loaded, stored.source.length);
  return loaded;
}

/** No part can hold a slash. */
function cacheKey(
  tenantKey: TenantKey,
  { namespace, id, revision }: Pick<FlowRevision, 'namespace' | 'id' | 'revision'>,
): string {
  return `${tenantKey}/${namespace}/${id}/${revision}`;
}
