/** What all ways of saving a flow share: the next revision, its audit entry, the permissions, the retry after a conflict. */
import type { JsonObject } from '@windhover/model';
import { Conflict, type FlowRevision, type TenantScope, type WriteOp } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { offeredTools } from '../mcp/offered-tools.ts';
import { toolTaken } from '../mcp/tool-taken.ts';
import { demandExistingNamespace } from '../namespaces/manage-namespaces.ts';
import { namespaceExists } from '../namespaces/namespace-exists.ts';
import type { CheckedSource } from './check-source.ts';

/** In each round at least one saver of the flow wins, so that many can save it at the same moment. */
const attempts = 50;
const savedThings: ReadonlySet<string> = new Set(['Flow', 'Template', 'Reusable inputs']);

/** Flows may be written there: the permission for a namespace that does not exist yet, and the tenant's rule against them. */
export async function demandNamespace(deps: Deps, scope: TenantScope, actor: Actor, namespace: string): Promise<void> {
  if (await namespaceExists(scope, namespace)) return;
  demand(actor, 'NAMESPACE:CREATE', namespace);
  const tenant = await deps.store.tenants.findByKey(scope.key);
  await demandExistingNamespace(scope, namespace, tenant?.settings['requireExistingNamespace'] === true);
}

/** The revision that saving makes; `before` itself when nothing has changed. */
export function nextRevision(
  deps: Pick<Deps, 'clock'>,
  actor: Actor,
  checked: CheckedSource,
  before: FlowRevision | undefined,
): FlowRevision {
  const same =
    before !== undefined && !before.deleted && before.source === checked.source && before.draft === checked.draft;
  if (same) return before;
  const createdBy = userIdOf(actor);
  return {
    ...checked,
    revision: (before?.revision ?? 0) + 1,
    deleted: false,
    createdAt: deps.clock.now(),
    ...(createdBy !== undefined && { createdBy }),
  };
}

/** The tombstone that deleting appends. */
export function tombstone(deps: Pick<Deps, 'clock'>, actor: Actor, before: FlowRevision): FlowRevision {
  const { createdBy: _createdBy, ...kept } = before;
  const deletedBy = userIdOf(actor);
  return {
    ...kept,
    revision: before.revision + 1,
    deleted: true,
    createdAt: deps.clock.now(),
    ...(deletedBy !== undefined && { createdBy: deletedBy }),
  };
}

/** A flow that is saved or deleted: what it becomes, and what it was. */
export interface FlowChange {
  readonly before: FlowRevision | undefined;
  readonly after: FlowRevision;
}

/** Commits new revisions, all or none; those that are what they were are not written. */
export async function writeRevisions(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  changes: readonly FlowChange[],
): Promise<void> {
  const real = changes.filter(({ before, after }) => before !== after);
  if (real.length === 0) return;
  const offered = await Promise.all(real.map(({ after }) => offeredTools(deps, scope, after)));
  const tools = offered.filter((each) => each !== undefined);
  try {
    await deps.store.write([
      ...real.flatMap((change) => revisionWrites(deps, scope, actor, change)),
      ...(tools.length === 0 ? [] : [scope.mcpTools.setOfFlows(tools)]),
    ]);
  } catch (error) {
    throw error instanceof Conflict && error.thing === 'MCP tool' ? await toolTaken(scope, actor, error) : error;
  }
}

function revisionWrites(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  { before, after: revision }: FlowChange,
): readonly WriteOp[] {
  const existed = before !== undefined && !before.deleted;
  const entry = auditEntry(deps, actor, {
    type: revision.deleted ? 'DELETE' : existed ? 'UPDATE' : 'CREATE',
    resource: 'FLOW',
    detail: { namespace: revision.namespace, flowId: revision.id, revision: revision.revision },
    before: existed ? before.source : undefined,
    after: revision.deleted ? undefined : revision.source,
  });
  return [
    scope.flows.append(revision),
    ...(existed ? [forgetTriggers(scope, revision)] : []),
    scope.audit.append(entry),
    deps.store.announce(flowChange(scope, revision)),
  ];
}

/** What is remembered of triggers that the flow had; states that a changed flow leaves behind are the scheduler's. */
function forgetTriggers(scope: TenantScope, { namespace, id: flowId, deleted, document }: FlowRevision): WriteOp {
  if (deleted) return scope.triggers.deleteOfFlow(namespace, flowId);
  return scope.triggerEvaluations.keepOnly({ namespace, flowId }, triggerIds(document));
}

/** Of a draft too, in which anything may stand there. */
function triggerIds({ triggers }: JsonObject): readonly string[] {
  if (!Array.isArray(triggers)) return [];
  return triggers
    .map((trigger: { readonly id?: unknown } | null) => trigger?.id)
    .filter((id) => typeof id === 'string');
}

/** Tells other servers and the scheduler at once which flows have changed; the writes keep it for those that do not hear it. */
export function announceFlows(
  deps: Pick<Deps, 'transport'>,
  scope: TenantScope,
  revisions: readonly FlowRevision[],
): void {
  announce(deps, ...revisions.map((revision) => flowChange(scope, revision)));
}

/** What other servers must hear of it, also when this one ends right after the commit. */
export function flowChange(
  scope: TenantScope,
  { namespace, id }: Pick<FlowRevision, 'namespace' | 'id'>,
): InstanceChange {
  return { kind: 'flow', tenantKey: scope.key, namespace, flowId: id };
}

/** Runs `save` again, from reading on, when another saver of the same thing came first. */
export async function withoutLosing<T>(save: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await save();
    } catch (error) {
      if (!(error instanceof Conflict) || !savedThings.has(error.thing) || attempt === attempts) throw error;
    }
  }
}
