import type { Flow, TenantKey } from '@windhover/model';
import type { Store } from '@windhover/ports';
import { inheritedVariables } from './manage-namespaces.ts';

/** The root `namespace` of expressions outside of executions, read only for flows that name it. */
export async function namespaceRoot(
  store: Pick<Store, 'scope'>,
  tenantKey: TenantKey,
  flow: Flow,
): Promise<{ readonly namespace?: Readonly<Record<string, unknown>> }> {
  if (!namesIt(flow)) return {};
  return { namespace: await inheritedVariables(store.scope(tenantKey), flow.namespace) };
}

const named = new WeakMap<Flow, boolean>();

function namesIt(flow: Flow): boolean {
  let answer = named.get(flow);
  if (answer === undefined) named.set(flow, (answer = root.test(JSON.stringify(flow.document))));
  return answer;
}

/** Neither a member of something else (`flow.namespace`) nor the property of a flow; too much is found rather than too little. */
const root = /(?<![\w.])namespace\s*[.[|}]/;
