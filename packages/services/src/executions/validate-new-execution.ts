import type { InputResolution, TenantRef } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import type { FlowName } from '../flows/flow-name.ts';
import { declaredInputs } from '../reusable-inputs/declared-inputs.ts';
import { getExecutableFlow } from './executable-flow.ts';
import { failedChecks, type FailedCheck } from './failed-checks.ts';
import { inputDepsOf } from './resolve-parts.ts';
import { resolveFlowInputs } from './resolve-flow-inputs.ts';
import type { SuppliedPart } from './supplied-inputs.ts';

export interface NewExecutionCheck extends FlowName {
  readonly revision?: number | undefined;
  readonly parts: AsyncIterable<SuppliedPart>;
}

/** What a start with these inputs would be given. Files are not stored: a name stands for each. */
export async function validateNewExecution(
  deps: Deps,
  tenant: TenantRef,
  actor: Actor,
  request: NewExecutionCheck,
): Promise<{ readonly resolution: InputResolution; readonly checks: readonly FailedCheck[] }> {
  const flow = await getExecutableFlow(deps, tenant.key, actor, request, request.revision);
  const supplied: Record<string, unknown> = {};
  for await (const part of request.parts) {
    const isFile = part.filename !== undefined;
    const inputId = part.name === 'files' && isFile ? part.filename : part.name;
    supplied[inputId] = isFile ? `kestra:///${encodeURIComponent(inputId)}` : await part.text();
  }
  const declared = await declaredInputs(deps.store, tenant.key, flow);
  const inputDeps = await inputDepsOf(deps, tenant.key, flow, declared);
  const resolution = await resolveFlowInputs(inputDeps, tenant.key, flow, declared, supplied);
  const checks = resolution.problems.length > 0 ? [] : await failedChecks(deps, tenant.key, flow, resolution.readable);
  return { resolution, checks };
}
