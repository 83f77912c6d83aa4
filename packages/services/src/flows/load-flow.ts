/** Stored revisions as flows, for whoever executes them. */
import { flowFromRevision, type LoadedFlow, type TemplateRef, type TenantKey } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { outerDefaults, type OuterDefaults } from './outer-defaults.ts';
import { takeInTemplates } from './take-in-templates.ts';

type LoadDeps = Pick<Deps, 'store' | 'catalog' | 'flowCache'>;

/**
 * One revision, drafts and tombstones included; undefined when the tenant has none with this number. With the templates that
 * an execution began with; absent: with the newest of each.
 */
export async function loadFlow(
  deps: LoadDeps,
  tenantKey: TenantKey,
  namespace: string,
  id: string,
  revision: number,
  templates?: readonly TemplateRef[],
): Promise<LoadedFlow | undefined> {
  const scope = deps.store.scope(tenantKey);
  const defaults = await outerDefaults(scope, namespace);
  const key = cacheKey(tenantKey, { namespace, id, revision }, defaults);
  const find = (): Promise<FlowRevision | undefined> => scope.flows.findRevision(namespace, id, revision);
  let alone = deps.flowCache?.get(key);
  if (alone === undefined) {
    const stored = await find();
    if (stored === undefined) return undefined;
    alone = toFlow(deps, tenantKey, stored, defaults);
  }
  return takeInTemplates({ deps, tenantKey, defaults, cacheKey: key, templates }, alone, find);
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
  const scope = deps.store.scope(tenantKey);
  let stored = await scope.flows.findLatest(namespace, id);
  if (stored?.draft === true && !stored.deleted) {
    stored = (await scope.flows.listRevisions(namespace, id)).findLast((revision) => !revision.draft);
  }
  if (stored === undefined || stored.deleted) return undefined;
  const defaults = await outerDefaults(scope, namespace);
  const context = { deps, tenantKey, defaults, cacheKey: cacheKey(tenantKey, stored, defaults), templates: undefined };
  const loaded = await takeInTemplates(context, toFlow(deps, tenantKey, stored, defaults), async () => stored);
  return { ...loaded, stored };
}

/** The flow of a revision at hand, without its templates, from the cache where it is known. Without `defaults`: by itself. */
export function toFlow(
  deps: Pick<Deps, 'catalog' | 'flowCache'>,
  tenantKey: TenantKey,
  stored: FlowRevision,
  defaults: OuterDefaults = { levels: [], version: '' },
): LoadedFlow {
  const key = cacheKey(tenantKey, stored, defaults);
  const cached = deps.flowCache?.get(key);
  if (cached !== undefined) return cached;
  const loaded = flowFromRevision(stored, deps.catalog, { pluginDefaults: defaults.levels });
  deps.flowCache?.set(key, loaded, stored.source.length);
  return loaded;
}

/** No part can hold a slash, and only the last one an `@`. */
function cacheKey(
  tenantKey: TenantKey,
  { namespace, id, revision }: Pick<FlowRevision, 'namespace' | 'id' | 'revision'>,
  { version }: OuterDefaults,
): string {
  return `${tenantKey}/${namespace}/${id}/${revision}${version}`;
}
