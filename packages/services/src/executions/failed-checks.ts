/** Sentences of a flow that must be true before it is executed. */
import { compileTemplate, contextOf, isTruthyText, renderSync } from '@windhover/expressions';
import type { Check, Flow, JsonObject, TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { namespaceRoot } from '../namespaces/namespace-root.ts';

export type FailedCheck = Pick<Check, 'message' | 'style' | 'behavior'>;

/** Those that are false, or cannot be rendered, for these inputs; in the order of the flow. */
export async function failedChecks(
  deps: Pick<Deps, 'clock' | 'store'> & {
    readonly settings: Pick<Deps['settings'], 'variables' | 'recursiveRendering'>;
  },
  tenantKey: TenantKey,
  flow: Flow,
  inputs: JsonObject,
): Promise<readonly FailedCheck[]> {
  if (flow.checks.length === 0) return [];
  const { variables, recursiveRendering: recursive } = deps.settings;
  const context = contextOf(
    {
      ...variables,
      ...(await namespaceRoot(deps.store, tenantKey, flow)),
      flow: { id: flow.id, namespace: flow.namespace, revision: flow.revision },
      inputs,
      ...(flow.variables === undefined ? {} : { vars: flow.variables }),
    },
    { now: () => deps.clock.now(), recursive },
  );
  return flow.checks.filter(({ when }) => {
    try {
      return !isTruthyText(renderSync(compileTemplate(when), context));
    } catch {
      return true;
    }
  });
}

const severity: Readonly<Record<Check['behavior'], number>> = {
  BLOCK_EXECUTION: 2,
  FAIL_EXECUTION: 1,
  CREATE_EXECUTION: 0,
};

/** The one that decides what becomes of the execution. */
export function mostSevere(checks: readonly FailedCheck[]): FailedCheck | undefined {
  return checks.toSorted((one, other) => severity[other.behavior] - severity[one.behavior])[0];
}
