/** What the routes of executions share: from what clients write to what use cases take, and back. */
import type { Socket } from 'node:net';
import {
  childrenOf,
  IllegalArgument,
  type Execution,
  type Input,
  type InputResolution,
  type JsonObject,
  type Label,
  type TenantRef,
} from '@windhover/model';
import {
  can,
  executionJson,
  withTaskRuns,
  type Caller,
  type Deps,
  type EnteredTenant,
  type FailedCheck,
  type ShownExecution,
  type ShowOptions,
} from '@windhover/services';
import type { FastifyRequest } from 'fastify';

export interface InTenant {
  readonly deps: Deps;
  readonly tenant: TenantRef;
  readonly scope: EnteredTenant['scope'];
  readonly caller: Caller;
}

export function showOptions({ deps, tenant, caller }: Omit<InTenant, 'scope'>, { namespace }: Execution): ShowOptions {
  return {
    tenantId: tenant.id,
    now: deps.clock.now(),
    withOutputs: can(caller, 'EXECUTION:ACCESS_OUTPUTS', namespace),
  };
}

export function shownJson(call: InTenant, shown: ShownExecution) {
  return executionJson(shown, showOptions(call, shown.execution));
}

/** As it is now, task runs read from the store. */
export async function executionReply(call: InTenant, execution: Execution) {
  return shownJson(call, await withTaskRuns(call.scope, execution));
}

/** Of the page that shows the execution. */
export function executionUrl({ deps, tenant }: InTenant, { namespace, flowId, id }: Execution): string {
  const segment = tenant.id === undefined ? '' : `/${tenant.id}`;
  return `${deps.settings.url ?? ''}/ui${segment}/executions/${namespace}/${flowId}/${id}`;
}

/** `key:value`, repeated; split at the first colon. */
export function labelsOf(text: string | readonly string[] | undefined): readonly Label[] {
  const texts = text === undefined ? [] : typeof text === 'string' ? [text] : text;
  return texts.map((label) => {
    const colon = label.indexOf(':');
    if (colon < 0) throw new IllegalArgument({ reason: `labels: '${label}' must be written as key:value` });
    return { key: label.slice(0, colon), value: label.slice(colon + 1) };
  });
}

/** `task1,task2.value`. */
export function breakpointsOf(text: string | undefined): Execution['breakpoints'] {
  if (text === undefined || text === '') return undefined;
  return text.split(',').map((item) => {
    const dot = item.indexOf('.');
    return dot < 0 ? { id: item } : { id: item.slice(0, dot), value: item.slice(dot + 1) };
  });
}

/** Of connections, which serve one request after the other: a listener for each request would stay until they close. */
const signals = new WeakMap<Socket, AbortSignal>();

/** Aborted when the client goes away. */
export function clientGone({ raw: { socket } }: FastifyRequest): AbortSignal {
  const known = signals.get(socket);
  if (known !== undefined) return known;
  const controller = new AbortController();
  if (socket.destroyed) controller.abort();
  else socket.once('close', () => controller.abort());
  signals.set(socket, controller.signal);
  return controller.signal;
}

export function inputValidationJson(
  { id, namespace }: { readonly id: string; readonly namespace: string },
  { inputs }: InputResolution,
  checks: readonly FailedCheck[] = [],
) {
  return {
    id,
    namespace,
    inputs: inputs.map(({ input, enabled, isDefault, value, problems }) => ({
      input: inputJson(input),
      enabled,
      isDefault,
      ...(value === undefined ? {} : { value }),
      errors: problems.map(({ message }) => ({ message })),
    })),
    checks: checks.map((check) => ({ ...check })),
  };
}

/** As it was declared. */
function inputJson(input: Input): JsonObject & { readonly id: string; readonly type: string } {
  const { id, type, required, displayName, description, defaults, prefill, dependsOn, options } = input;
  return {
    ...options,
    ...(type === 'FORM' && { inputs: childrenOf(input).map(inputJson) }),
    id,
    type,
    required,
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
    ...(defaults === undefined ? {} : { defaults }),
    ...(prefill === undefined ? {} : { prefill }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}
