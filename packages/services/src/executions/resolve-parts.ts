import { hasExpression } from '@windhover/expressions';
import { InvalidEntity, type Flow, type Input, type InputProblem, type TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { declaredInputs } from '../reusable-inputs/declared-inputs.ts';
import { addMask } from '../secrets/masks.ts';
import { resolveFlowInputs, type FlowInputs, type InputDeps } from './resolve-flow-inputs.ts';
import { readSuppliedInputs, type SuppliedPart } from './supplied-inputs.ts';

/** Stores the files of a form below the execution and resolves all inputs of the flow. */
export async function resolveParts(
  deps: Deps,
  tenantKey: TenantKey,
  flow: Flow,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<FlowInputs> {
  const declared = await declaredInputs(deps.store, tenantKey, flow);
  const place = { namespace: flow.namespace, flowId: flow.id, executionId };
  const supplied = await readSuppliedInputs(deps.files, tenantKey, declared, place, parts);
  return resolveFlowInputs(await inputDepsOf(deps, tenantKey, flow, declared), tenantKey, flow, declared, supplied);
}

/** One error with all problems, each under the id of its input. */
export function invalidInputs(problems: readonly InputProblem[]): InvalidEntity {
  const reason = problems.map((problem) => problem.message).join('\n');
  return new InvalidEntity(
    { reason },
    { problems: problems.map(({ inputId, message }) => ({ path: inputId, message })) },
  );
}

export async function inputDepsOf(
  deps: Deps,
  tenantKey: TenantKey,
  { namespace, id: flowId }: Flow,
  declared: readonly Input[],
): Promise<InputDeps> {
  const { settings, ciphers, store, taskServices } = deps;
  const base = {
    store,
    variables: settings.variables,
    recursiveRendering: settings.recursiveRendering,
    ciphers: settings.encryptionKey === undefined ? undefined : ciphers,
  };
  if (!hasExpression(JSON.stringify(declared))) return base;
  const tenantId = (await store.tenants.findByKey(tenantKey))?.id;
  const masks = new Set<string>();
  const owner = { tenantKey, tenantId, namespace, flowId, mask: (secret: string) => addMask(masks, secret) };
  return { ...base, functions: taskServices.functions(owner), masks };
}
