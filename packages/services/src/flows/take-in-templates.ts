/** Templates in flows: looked up when an execution begins, and kept to for as long as there is one. */
import {
  flowFromRevision,
  hasTemplates,
  taskDefinitions,
  templateType,
  type Flow,
  type LoadedFlow,
  type StoredFlow,
  type TemplateRef,
  type TenantKey,
} from '@windhover/model';
import type { TemplateRevision, TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { namespaceAllows } from '../namespaces/allows.ts';
import type { TemplateName } from '../templates/template-name.ts';
import { flowKey } from './flow-name.ts';
import type { OuterDefaults } from './outer-defaults.ts';

export interface TemplateContext {
  readonly deps: Pick<Deps, 'store' | 'catalog' | 'flowCache'>;
  readonly tenantKey: TenantKey;
  readonly defaults: OuterDefaults;
  /** Of the flow without its templates. */
  readonly cacheKey: string;
  /** Those that an execution began with; undefined: the newest of each. */
  readonly templates: readonly TemplateRef[] | undefined;
}

/** What a flow is read from. */
export type FlowSourceText = StoredFlow & { readonly source: string };

/** By name; undefined for one that does not exist. */
type Found = ReadonlyMap<string, TemplateRevision | undefined>;

/**
 * The flow with the tasks of its templates; those that templates bring along are looked up in turn. Where one does not exist
 * or cannot be taken in, the flow has a task that fails and says so. `stored` is asked for once something must be read.
 */
export async function takeInTemplates(
  context: TemplateContext,
  alone: LoadedFlow,
  stored: () => Promise<FlowSourceText | undefined>,
): Promise<LoadedFlow> {
  const { deps, tenantKey } = context;
  if (!hasTemplates(deps.catalog)) return alone;
  const scope = deps.store.scope(tenantKey);
  const found = new Map<string, TemplateRevision | undefined>();
  let loaded = alone;
  for (;;) {
    const missing =
      loaded.flow === undefined ? [] : templatesOf(loaded.flow).filter((name) => !found.has(flowKey(name)));
    if (missing.length === 0) return loaded;
    for (const name of missing)
      found.set(flowKey(name), await findTemplate(scope, loaded.flow!, name, context.templates));
    loaded = await readWith(context, found, stored);
  }
}

function templatesOf(flow: Flow): readonly TemplateName[] {
  return [...taskDefinitions(flow)].flatMap(({ type, properties: { namespace, templateId } }) =>
    type === templateType && typeof namespace === 'string' && typeof templateId === 'string'
      ? [{ namespace, id: templateId }]
      : [],
  );
}

/** Undefined also where its namespace does not let the flow's in; an execution that has begun with it goes on. */
async function findTemplate(
  scope: TenantScope,
  flow: Flow,
  { namespace, id }: TemplateName,
  pinned: readonly TemplateRef[] | undefined,
): Promise<TemplateRevision | undefined> {
  if (pinned === undefined) {
    if (!(await namespaceAllows(scope, namespace, flow.namespace))) return undefined;
    const latest = await scope.templates.findLatest(namespace, id);
    return latest?.deleted === true ? undefined : latest;
  }
  const ref = pinned.find((one) => one.namespace === namespace && one.id === id);
  return ref && scope.templates.findRevision(namespace, id, ref.revision);
}

async function readWith(
  { deps: { catalog, flowCache }, defaults, cacheKey }: TemplateContext,
  found: Found,
  stored: () => Promise<FlowSourceText | undefined>,
): Promise<LoadedFlow> {
  const revisions = [...found].map(([name, template]) => `${name}@${template?.revision ?? 0}`);
  const key = `${cacheKey}#${revisions.join('#')}`;
  const cached = flowCache?.get(key);
  if (cached !== undefined) return cached;
  const revision = await stored();
  if (revision === undefined) return { exception: 'The revision does not exist any more' };
  const { flow, exception } = flowFromRevision(revision, catalog, {
    pluginDefaults: defaults.levels,
    findTemplate: (name) => found.get(flowKey(name))?.document,
  });
  const existing = [...found.values()].filter((template) => template !== undefined);
  const templates = existing.map(({ namespace, id, revision: number }) => ({ namespace, id, revision: number }));
  const loaded = flow === undefined ? { exception: exception! } : { flow: { ...flow, templates } };
  const size = existing.reduce((sum, { source }) => sum + source.length, revision.source.length);
  flowCache?.set(key, loaded, size);
  return loaded;
}
