/** Which limits hold for the executions of a flow. */
import { parseDuration } from '@windhover/expressions';
import type { Concurrency, ErrorProblem, Flow, JsonObject, Namespace, Quota, Tenant } from '@windhover/model';
import type { FlowName } from '../flows/flow-name.ts';
import { withAncestors } from '../namespaces/ancestors.ts';

/** A flow, a namespace with all below it, or a whole tenant, that limits its executions. */
export interface LimitScope {
  /** As rows of slots name it; unique in the tenant. */
  readonly name: string;
  /** As sentences name it: `namespace 'company.team'`. */
  readonly thing: string;
  /** The namespace that it covers, or of which one flow; undefined: all. */
  readonly namespace: string | undefined;
  readonly flowId?: string;
  readonly concurrency: Concurrency | undefined;
  readonly quotas: readonly Quota[];
  /** While it stands nothing begins; what the running executions start themselves only where that is let in. */
  readonly closed?: { readonly by: 'suspension' | 'switch'; readonly toChildren: boolean };
}

/** Limits of each namespace that sets any, by id. */
export type NamespaceLimits = ReadonlyMap<string, LimitScope>;

export function namespaceLimits(namespaces: Iterable<Pick<Namespace, 'id' | 'settings'>>): NamespaceLimits {
  const limits = new Map<string, LimitScope>();
  for (const { id, settings } of namespaces) {
    const found = { name: `namespace/${id}`, thing: `namespace '${id}'`, namespace: id, ...limitsIn(settings) };
    if (hasLimits(found)) limits.set(id, found);
  }
  return limits;
}

/** Undefined when the tenant sets none, which is always so for the default tenant. */
export function tenantLimits(tenant: Pick<Tenant, 'id' | 'settings'> | undefined): LimitScope | undefined {
  if (tenant === undefined) return undefined;
  const thing = `tenant '${tenant.id}'`;
  const found = { name: 'tenant', thing, namespace: undefined, ...limitsIn(tenant.settings) };
  return hasLimits(found) ? found : undefined;
}

/** What a flow itself limits; undefined when it does not. */
export function flowLimits(
  { namespace, id }: FlowName,
  own: Pick<Flow, 'concurrency' | 'quotas'> | undefined,
): LimitScope | undefined {
  const name = `${namespace}/${id}`;
  const found = {
    name: `flow/${name}`,
    thing: `flow '${namespace}.${id}'`,
    namespace,
    flowId: id,
    concurrency: own?.concurrency,
    quotas: own?.quotas ?? [],
  };
  return hasLimits(found) ? found : undefined;
}

/** A suspended tenant begins nothing; what may finish must find its subflows begun. */
export function suspensionOf(tenant: Tenant | undefined): LimitScope | undefined {
  if (tenant?.status !== 'SUSPENDED') return undefined;
  return {
    name: 'suspension',
    thing: `tenant '${tenant.id}'`,
    namespace: undefined,
    concurrency: undefined,
    quotas: [],
    closed: { by: 'suspension', toChildren: tenant.suspension?.running === 'FINISH' },
  };
}

/**
 * A suspension of the tenant, then innermost first: the flow's own limits, those of its namespace and the namespaces
 * above, the tenant's. Only scopes that limit something. `ofFlow` is what the newest revision says, whichever one an
 * execution runs.
 */
export function limitScopes(
  flow: FlowName,
  ofFlow: LimitScope | undefined,
  namespaces: NamespaceLimits,
  tenant: LimitScope | undefined,
  suspension?: LimitScope,
): readonly LimitScope[] {
  const scopes = withAncestors(flow.namespace).flatMap((id) => namespaces.get(id) ?? []);
  if (ofFlow !== undefined) scopes.unshift(ofFlow);
  if (suspension !== undefined) scopes.unshift(suspension);
  return tenant === undefined ? scopes : [...scopes, tenant];
}

/** What is wrong with the quotas of a tenant or namespace that are to be stored. */
export function quotaProblems({ quotas }: JsonObject): readonly ErrorProblem[] {
  if (!Array.isArray(quotas)) return [];
  return quotas.flatMap((quota, index) => {
    const duration = (quota as { duration?: unknown } | null)?.duration;
    if (typeof duration !== 'string' || lengthOf(duration) !== undefined) return [];
    return [{ path: `quotas.${index}.duration`, message: `'${duration}' is no ISO-8601 duration such as PT1H` }];
  });
}

function hasLimits({ concurrency, quotas }: Pick<LimitScope, 'concurrency' | 'quotas'>): boolean {
  return concurrency !== undefined || quotas.length > 0;
}

/** Settings are stored as they were sent: what is no limit is passed over. */
function limitsIn({ concurrency, quotas }: JsonObject): Pick<LimitScope, 'concurrency' | 'quotas'> {
  return {
    concurrency: toConcurrency(concurrency),
    quotas: quotasIn({ quotas }),
  };
}

/** As settings or the document of a flow have them. */
export function quotasIn({ quotas }: { readonly quotas?: unknown }): readonly Quota[] {
  return Array.isArray(quotas) ? quotas.flatMap((quota) => toQuota(quota) ?? []) : [];
}

function toConcurrency(value: unknown): Concurrency | undefined {
  const { limit, behavior } = (value ?? {}) as { limit?: unknown; behavior?: unknown };
  if (typeof limit !== 'number' || limit < 1) return undefined;
  return { limit, behavior: behavior === 'CANCEL' || behavior === 'FAIL' ? behavior : 'QUEUE' };
}

function toQuota(value: unknown): Quota | undefined {
  const { duration, limit, behavior } = (value ?? {}) as { duration?: unknown; limit?: unknown; behavior?: unknown };
  if (typeof duration !== 'string' || typeof limit !== 'number') return undefined;
  const windowMs = lengthOf(duration);
  if (windowMs === undefined) return undefined;
  return { windowMs, duration, limit, behavior: behavior === 'CANCEL' ? 'CANCEL' : 'FAIL' };
}

function lengthOf(duration: string): number | undefined {
  try {
    const windowMs = parseDuration(duration);
    return windowMs > 0 ? windowMs : undefined;
  } catch {
    return undefined; // stored before it was checked: as good as no quota
  }
}
