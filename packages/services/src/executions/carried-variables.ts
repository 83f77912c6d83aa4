/** Runtime variables that an execution hands on to another one, which goes on where it was. */
import { isDeepStrictEqual } from 'node:util';
import type { Execution, Flow, JsonObject } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { loadFlow } from '../flows/load-flow.ts';

/** Undefined: no task has set or removed one. `flow` is what the other execution runs. */
export async function carriedVariables(
  deps: Deps,
  scope: TenantScope,
  { variables, namespace, flowId, flowRevision }: Execution,
  flow: Flow,
): Promise<JsonObject | undefined> {
  if (variables === undefined || flow.revision === flowRevision) return variables;
  const before = await loadFlow(deps, scope.key, namespace, flowId, flowRevision);
  return movedVariables(variables, before?.flow?.variables ?? {}, flow.variables ?? {});
}

/** What tasks have set or removed stays so; the rest is as the other revision says. */
export function movedVariables(variables: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  const kept = Object.entries(after).filter(([name]) => Object.hasOwn(variables, name) || !Object.hasOwn(before, name));
  const set = Object.entries(variables).filter(([name, value]) => !isDeepStrictEqual(value, before[name]));
  return Object.fromEntries([...kept, ...set]);
}
