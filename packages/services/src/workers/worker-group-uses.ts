/** What names a worker group: a group is not deleted under it. */
import { taskDefinitions, workerGroupOf, type TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';

/** Enough to tell where to look. */
const maxUses = 10;

/**
 * Some of the tenants, namespaces and flows that name the group, each as a phrase. A key that is an expression is not looked
 * into. Reads all sources of all tenants: for rare questions.
 */
export async function usesOfWorkerGroup(deps: Deps, groupId: string): Promise<readonly string[]> {
  const uses: string[] = [];
  for await (const use of allUses(deps, groupId)) {
    uses.push(use);
    if (uses.length === maxUses) break;
  }
  return uses;
}

async function* allUses(deps: Deps, groupId: string): AsyncIterable<string> {
  const tenants = await deps.store.tenants.list();
  for (const { id, settings } of tenants) {
    if (workerGroupOf(settings)?.key === groupId) yield `tenant '${id}'`;
  }
  const { tenantKeys } = deps.store;
  for (const { key, id } of [tenantKeys.default, ...tenants]) {
    const of = id === undefined ? '' : ` of tenant '${id}'`;
    for (const namespace of await deps.store.scope(key).namespaces.list()) {
      if (workerGroupOf(namespace.settings)?.key === groupId) yield `namespace '${namespace.id}'${of}`;
    }
    for (const name of await flowsNaming(deps, key, groupId)) yield `flow '${name}'${of}`;
  }
}

async function flowsNaming(deps: Deps, key: TenantKey, groupId: string): Promise<readonly string[]> {
  const named: string[] = [];
  for (const { namespace, id, source } of await deps.store.scope(key).flows.list()) {
    if (!source.includes('workerGroup') || !source.includes(groupId)) continue;
    const flow = (await loadLatestFlow(deps, key, namespace, id))?.flow;
    if (flow === undefined) continue;
    const within = [...taskDefinitions(flow), ...flow.triggers];
    const choices = [flow.workerGroup, ...within.map(({ workerGroup }) => workerGroup)];
    if (choices.some((choice) => choice?.key === groupId)) named.push(`${namespace}.${id}`);
  }
  return named;
}
