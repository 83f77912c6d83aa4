import { hasExpression } from '@windhover/expressions';
import {
  InvalidEntity,
  type Flow,
  type Input,
  type InputProblem,
  type InputResolution,
  type TenantKey,
} from '@windhover/model';
import type { Deps } from '../deps.ts';
import { resolveFlowInputs, type InputDeps } from './resolve-flow-inputs.ts';
import { readSuppliedInputs, type SuppliedPart } from './supplied-inputs.ts';

/** Stores the files of a form below the execution and resolves all inputs; `declared` are the flow's unless given. */
export async function resolveParts(
  deps: Deps,
  tenantKey: TenantKey,
  flow: Flow,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
  declared: readonly Input[] = flow.inputs,
): Promise<InputResolution> {
  const place = { namespace: flow.namespace, flowId: flow.id, executionId };
  const supplied = await readSuppliedInputs(deps.files, tenantKey, declared, place, parts);
  return resolveFlowInputs(await inputDepsOf(deps, tenantKey, flow, declared), tenantKey, flow, supplied, { declared });
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
    ciphers: settings.encryptionKey === undefined ? undefined : ciphers,
  };
  if (!hasExpression(JSON.stringify(declared))) return base;
  const tenantId = (await store.tenants.findByKey(tenantKey))?.id;
  const owner = { tenantKey, tenantId, namespace, flowId, mask: () => undefined };
  return { ...base, functions: taskServices.functions(owner) };
}
