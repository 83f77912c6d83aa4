import {
  InvalidEntity,
  type Flow,
  type Input,
  type InputProblem,
  type InputResolution,
  type TenantKey,
} from '@windhover/model';
import type { Deps } from '../deps.ts';
import { resolveFlowInputs } from './resolve-flow-inputs.ts';
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
  return resolveFlowInputs(inputDepsOf(deps), tenantKey, flow, supplied, { declared });
}

/** One error with all problems, each under the id of its input. */
export function invalidInputs(problems: readonly InputProblem[]): InvalidEntity {
  const reason = problems.map((problem) => problem.message).join('\n');
  return new InvalidEntity(
    { reason },
    { problems: problems.map(({ inputId, message }) => ({ path: inputId, message })) },
  );
}

export function inputDepsOf({ settings, ciphers }: Deps) {
  return { variables: settings.variables, ciphers: settings.encryptionKey === undefined ? undefined : ciphers };
}
