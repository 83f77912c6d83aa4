/** Many flows at once: all of them are saved, or none is. */
import { isWithinNamespace, setProperty } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can, demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { checkDocuments } from './check-documents.ts';
import { checkSource, type CheckedSource } from './check-source.ts';
import { flowKey } from './flow-name.ts';
import { deleteCaches } from './delete-caches.ts';
import {
  announceFlows,
  demandNamespace,
  nextRevision,
  tombstone,
  withoutLosing,
  writeRevisions,
  type FlowChange,
} from './save-flow.ts';

export interface UpdateFlowsOptions {
  /** The namespace that all documents belong to; any when absent. */
  readonly namespace?: string | undefined;
  /** Namespaces below it are fine too. */
  readonly allowNamespaceChild?: boolean | undefined;
  /** Moves documents of other namespaces into `namespace` instead of refusing them. */
  readonly override?: boolean | undefined;
  /** Deletes the flows of the namespace (without one: of all that the caller may delete) that are not among the documents. */
  readonly delete: boolean;
}

/** The saved revisions in the order of the documents. Throws `InvalidEntity` with the problems of all documents. */
export async function updateFlows(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  text: string,
  options: UpdateFlowsOptions,
): Promise<readonly FlowRevision[]> {
  const checked = await checkAll(deps, scope, text, options);
  await demandAll(deps, scope, actor, checked, options);
  return withoutLosing(async () => {
    const saved: FlowChange[] = [];
    for (const source of checked) {
      const before = await scope.flows.findLatest(source.namespace, source.id);
      saved.push({ before, after: nextRevision(deps, actor, source, before) });
    }
    const deleted = (await obsoleteFlows(scope, actor, checked, options)).map((before): FlowChange => ({
      before,
      after: tombstone(deps, actor, before),
    }));
    await writeRevisions(deps, scope, actor, [...saved, ...deleted]);
    const changed = [...saved, ...deleted].filter(({ before, after }) => before !== after).map(({ after }) => after);
    announceFlows(deps, scope, changed);
    await deleteCaches(deps, scope, changed);
    return saved.map(({ after }) => after);
  });
}

function checkAll(
  deps: Deps,
  scope: TenantScope,
  text: string,
  { namespace, allowNamespaceChild, override }: UpdateFlowsOptions,
): Promise<readonly CheckedSource[]> {
  const seen = new Set<string>();
  return checkDocuments(text, 'Flow', async (source, refuse) => {
    const asWritten = await checkSource(deps, scope, source);
    const fits =
      namespace === undefined ||
      asWritten.namespace === namespace ||
      (allowNamespaceChild === true && isWithinNamespace(asWritten.namespace, namespace));
    const moved =
      fits || override !== true || namespace === undefined
        ? asWritten
        : await checkSource(deps, scope, setProperty(source, 'namespace', namespace, 'id'));
    if (!fits && override !== true) {
      refuse(`the flow '${asWritten.id}' is of the namespace '${asWritten.namespace}' and not of '${namespace}'`);
    }
    if (seen.has(flowKey(moved))) refuse(`the flow '${moved.namespace}.${moved.id}' comes twice`);
    seen.add(flowKey(moved));
    return moved;
  });
}

/** Updating a namespace is creating and updating in it, and deleting if asked. */
async function demandAll(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  checked: readonly CheckedSource[],
  { namespace, delete: deletes }: UpdateFlowsOptions,
): Promise<void> {
  const namespaces = new Set(checked.map((source) => source.namespace));
  if (namespace !== undefined) namespaces.add(namespace);
  for (const name of namespaces) {
    for (const action of ['CREATE', 'UPDATE'] as const) demand(actor, `FLOW:${action}`, name);
    if (deletes && namespace !== undefined) demand(actor, 'FLOW:DELETE', name);
  }
  for (const name of new Set(checked.map((source) => source.namespace)))
    await demandNamespace(deps, scope, actor, name);
}

async function obsoleteFlows(
  scope: TenantScope,
  actor: Actor,
  checked: readonly CheckedSource[],
  { namespace, allowNamespaceChild, delete: deletes }: UpdateFlowsOptions,
): Promise<readonly FlowRevision[]> {
  if (!deletes) return [];
  const kept = new Set(checked.map(flowKey));
  const all = await scope.flows.list(allowNamespaceChild === true ? undefined : namespace);
  return all
    .filter((flow) => namespace === undefined || isWithinNamespace(flow.namespace, namespace))
    .filter((flow) => !kept.has(flowKey(flow)) && can(actor, 'FLOW:DELETE', flow.namespace));
}
