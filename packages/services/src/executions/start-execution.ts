import {
  correlationLabel,
  InvalidEntity,
  isSystemLabel,
  isTerminal,
  labelValue,
  mergeLabels,
  labelProblem,
  type Execution,
  type ExecutionKind,
  type Flow,
  type Label,
  type TenantRef,
} from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { flowKey, type FlowName } from '../flows/flow-name.ts';
import { demandRoom } from './demand-room.ts';
import { failedChecks, mostSevere } from './failed-checks.ts';
import { getExecutableFlow } from './executable-flow.ts';
import type { FlowInputs } from './resolve-flow-inputs.ts';
import { invalidInputs, resolveParts } from './resolve-parts.ts';
import { demandKeysAndValues } from './set-labels.ts';
import type { SuppliedPart } from './supplied-inputs.ts';
import { withFiles } from './with-files.ts';

export interface StartExecution extends FlowName {
  readonly revision?: number | undefined;
  /** Inputs and files as they arrive; read once. */
  readonly parts: AsyncIterable<SuppliedPart>;
  readonly labels?: readonly Label[] | undefined;
  readonly scheduleAt?: number | undefined;
  readonly kind?: ExecutionKind | undefined;
  readonly breakpoints?: Execution['breakpoints'] | undefined;
  /** Of this caller; a repeat answers the first execution. */
  readonly idempotencyKey?: string | undefined;
  /** Resolves at its end, what runs after it included, unless this is aborted first. */
  readonly waitFor?: AbortSignal | undefined;
}

/**
 * Starts an execution; resolves once it is durable, or at its end when it is waited for. Throws `InvalidEntity` with all
 * problems of the inputs, a message for a check that blocks, and what `getExecutableFlow` throws.
 */
export async function startExecution(
  deps: Deps,
  tenant: TenantRef,
  actor: Actor,
  request: StartExecution,
): Promise<Execution> {
  const flow = await getExecutableFlow(deps, tenant.key, actor, request, request.revision);
  demandRoom(deps, tenant);
  const given = checkLabels(request.labels ?? []);
  const place = { namespace: flow.namespace, flowId: flow.id, executionId: deps.ids.next() };
  const created = await withFiles(deps, tenant.key, place, () =>
    create(deps, tenant, actor, flow, { ...request, executionId: place.executionId, labels: given }),
  );
  if (request.waitFor === undefined) return asAdmitted(created);
  await deps.host.waitForEnd(tenant.key, created.id, request.waitFor);
  return (await deps.store.scope(tenant.key).executions.find(created.id)) ?? created;
}

async function create(
  deps: Deps,
  tenant: TenantRef,
  actor: Actor,
  flow: Flow,
  request: StartExecution & { readonly executionId: string; readonly labels: readonly Label[] },
): Promise<Execution> {
  const { executionId, labels, scheduleAt, kind, breakpoints, idempotencyKey } = request;
  const { values: inputs, readable } = await readInputs(deps, tenant, flow, executionId, request);
  const check = mostSevere(await failedChecks(deps, tenant.key, flow, readable));
  if (check?.behavior === 'BLOCK_EXECUTION') throw new InvalidEntity({ reason: check.message });
  return deps.host.create({
    tenantKey: tenant.key,
    tenantId: tenant.id,
    flow,
    executionId,
    inputs,
    labels: startLabels(flow, labels, executionId),
    ...(scheduleAt === undefined ? {} : { scheduleAt }),
    ...(kind === undefined ? {} : { kind }),
    ...(breakpoints === undefined ? {} : { breakpoints }),
    // The start of another flow repeats nothing, whatever its key
    ...(idempotencyKey === undefined
      ? {}
      : { idempotencyKey: `${callerId(actor)}/${flowKey(flow)}/${idempotencyKey}` }),
    ...(check?.behavior === 'FAIL_EXECUTION' ? { endIn: 'FAILED' as const, endReason: check.message } : {}),
  });
}

/** The flow's labels first, then the caller's, then the name of the chain of executions that begins here. */
export function startLabels(flow: Flow, given: readonly Label[], executionId: string): readonly Label[] {
  const labels = mergeLabels(
    flow.labels.filter((label) => !isSystemLabel(label) || label.key === 'system.readOnly'),
    given,
  );
  if (labelValue(labels, correlationLabel) !== undefined) return labels;
  return [...labels, { key: correlationLabel, value: executionId }];
}

/** A caller may join a chain of executions, but sets no other label of the system. */
const allowedAtStart: ReadonlySet<string> = new Set([correlationLabel]);

export function checkLabels(labels: readonly Label[]): readonly Label[] {
  const problem = labelProblem(labels, allowedAtStart);
  if (problem !== undefined) throw new InvalidEntity({ reason: problem });
  demandKeysAndValues(labels);
  return labels;
}

async function readInputs(
  deps: Deps,
  tenant: TenantRef,
  flow: Flow,
  executionId: string,
  { parts }: StartExecution,
): Promise<FlowInputs> {
  const resolved = await resolveParts(deps, tenant.key, flow, executionId, parts);
  if (resolved.problems.length === 0) return resolved;
  throw invalidInputs(resolved.problems);
}

/** What the client is told of an execution that it does not wait for: accepted, whatever has become of it meanwhile. */
export function asAdmitted(execution: Execution): Execution {
  const [created, next] = execution.state.histories;
  if (created === undefined || next === undefined || next.state === 'QUEUED' || isTerminal(next.state))
    return execution;
  const { outputs: _outputs, variables: _variables, ...rest } = execution;
  return { ...rest, state: { current: created.state, histories: [created] } };
}

export function callerId(actor: Actor): string {
  return actor === 'command-line' ? actor : actor.user.id;
}
