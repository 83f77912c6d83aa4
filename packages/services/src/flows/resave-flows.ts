import { isDeepStrictEqual } from 'node:util';
import { WindhoverError, type JsonObject } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { checkSource, type CheckedSource } from './check-source.ts';
import type { FlowName } from './flow-name.ts';
import { announceFlows, withoutLosing, writeRevisions } from './save-flow.ts';

export interface ResavedFlow extends FlowName {
  /** Undefined in the default tenant. */
  readonly tenantId: string | undefined;
  /** Why it cannot be saved as it is; undefined when it could. It is left as it was. */
  readonly problem?: string;
}

/**
 * Reads the source of every flow anew, in all tenants. Where this version makes something else of it than the one that saved
 * it, that is the flow's next revision; a repeat changes nothing. For commands: it asks nobody.
 */
export async function resaveFlows(deps: Deps): Promise<readonly ResavedFlow[]> {
  const explicit = (await deps.store.tenants.list()).filter(({ status }) => status !== 'DELETING');
  const resaved: ResavedFlow[] = [];
  for (const { key, id } of [deps.store.tenantKeys.default, ...explicit]) {
    const scope = deps.store.scope(key);
    for (const flow of await scope.flows.list()) resaved.push(await resaveFlow(deps, scope, { ...flow, tenantId: id }));
  }
  return resaved;
}

async function resaveFlow(
  deps: Deps,
  scope: TenantScope,
  { namespace, id, tenantId }: ResavedFlow,
): Promise<ResavedFlow> {
  try {
    await withoutLosing(() => saveIfChanged(deps, scope, { namespace, id }));
    return { namespace, id, tenantId };
  } catch (error) {
    if (!(error instanceof WindhoverError) || error.status >= 500) throw error;
    return { namespace, id, tenantId, problem: error.message };
  }
}

async function saveIfChanged(deps: Deps, scope: TenantScope, { namespace, id }: FlowName): Promise<void> {
  const before = await scope.flows.findLatest(namespace, id);
  if (before === undefined || before.deleted) return; // meanwhile
  const checked = await checkSource(deps, scope, before.source, { draft: before.draft });
  if (saysTheSame(checked, before)) return;
  const { createdBy: _createdBy, ...kept } = before;
  const after = { ...kept, ...checked, revision: before.revision + 1, createdAt: deps.clock.now() };
  await writeRevisions(deps, scope, 'command-line', [{ before, after }]);
  announceFlows(deps, scope, [after]);
}

function saysTheSame(checked: CheckedSource, stored: FlowRevision): boolean {
  const asStored = JSON.parse(JSON.stringify(checked.document)) as JsonObject;
  return checked.disabled === stored.disabled && isDeepStrictEqual(asStored, stored.document);
}
