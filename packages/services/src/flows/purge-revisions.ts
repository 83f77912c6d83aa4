/** Old revisions of flows, deleted for good. */
import type { QueryFilter } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { AnyActor } from '../access/caller.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { oldRevisions, type PurgeRule } from '../revisions/old-revisions.ts';
import type { FlowName } from './flow-name.ts';
import { unfinishedStates } from '../tenants/unfinished-executions.ts';
import { announceFlows, flowChange } from './save-flow.ts';

const atOnce = 1_000;

/** Deletes those revisions that the rule names and no unfinished execution needs; answers how many there were. */
export async function purgeRevisions(
  deps: Pick<Deps, 'store' | 'clock' | 'ids' | 'transport'>,
  scope: TenantScope,
  actor: AnyActor,
  name: FlowName,
  rule: PurgeRule,
): Promise<number> {
  const old = oldRevisions(await scope.flows.listRevisions(name.namespace, name.id), rule);
  if (old.length === 0) return 0;
  const needed = await neededRevisions(scope, name);
  const purged = old.filter(({ revision }) => !needed.has(revision));
  await deleteRevisions(deps, scope, actor, name, purged);
  return purged.length;
}

/** One write, with its entry in the audit log. */
export async function deleteRevisions(
  deps: Pick<Deps, 'store' | 'clock' | 'ids' | 'transport'>,
  scope: TenantScope,
  actor: AnyActor,
  { namespace, id }: FlowName,
  revisions: readonly FlowRevision[],
): Promise<void> {
  if (revisions.length === 0) return;
  const numbers = revisions.map(({ revision }) => revision);
  const detail = { namespace, flowId: id, action: 'deleteRevisions', revisions: numbers };
  await deps.store.write([
    ...numbers.map((revision) => scope.flows.deleteRevision(namespace, id, revision)),
    scope.audit.append(auditEntry(deps, actor, { type: 'DELETE', resource: 'FLOW', detail })),
    deps.store.announce(flowChange(scope, { namespace, id })),
  ]);
  announceFlows(deps, scope, revisions.slice(0, 1));
}

/** Revisions that executions which have not ended were started with. */
async function neededRevisions(scope: TenantScope, { namespace, id }: FlowName): Promise<ReadonlySet<number>> {
  const filters: readonly QueryFilter[] = [
    { field: 'namespace', operation: 'EQUALS', value: namespace },
    { field: 'flowId', operation: 'EQUALS', value: id },
    { field: 'state', operation: 'IN', value: unfinishedStates },
  ];
  const needed = new Set<number>();
  for (let page = 1; ; page += 1) {
    const { results } = await scope.executions.search(filters, { page, size: atOnce, sort: [] }, 'all');
    for (const { flowRevision } of results) needed.add(flowRevision);
    if (results.length < atOnce) return needed;
  }
}
