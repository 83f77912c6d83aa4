/** Executions that a trigger starts: inputs and labels rendered with what the trigger knows, then created once. */
import { compileTree, contextOf, renderAsync, renderTreeAsync, type Context } from '@windhover/expressions';
import {
  correlationLabel,
  InvalidEntity,
  isSystemLabel,
  labelProblem,
  isUnavailable,
  labelValue,
  mergeLabels,
  type Execution,
  type Flow,
  type JsonObject,
  type Label,
  type TenantRef,
  type TriggerDefinition,
  type TriggerEvaluation,
} from '@windhover/model';
import type { Deps } from '../deps.ts';
import type { CreateExecution } from '../executions/execution-host.ts';
import { failedChecks, mostSevere } from '../executions/failed-checks.ts';
import { resolveFlowInputs, type FlowInputs } from '../executions/resolve-flow-inputs.ts';
import { invalidInputs } from '../executions/resolve-parts.ts';
import { declaredInputs } from '../reusable-inputs/declared-inputs.ts';
import { hide, hidingOf } from '../secrets/hidden-texts.ts';
import { addMask, maskText } from '../secrets/masks.ts';
import { namespaceRoot } from '../namespaces/namespace-root.ts';
import type { TaskOwner } from '../task-services/task-owner.ts';

export interface TriggeredDeps extends Pick<Deps, 'clock' | 'ids' | 'host' | 'store' | 'taskServices'> {
  readonly settings: Pick<Deps['settings'], 'variables' | 'recursiveRendering'>;
  /** Undefined when encryption is not configured: SECRET inputs are refused. */
  readonly ciphers: Deps['ciphers'] | undefined;
}

export interface Triggered {
  readonly tenant: TenantRef;
  readonly flow: Flow;
  readonly trigger: TriggerDefinition;
  /** What templates see as `trigger`, and the execution keeps. */
  readonly variables: JsonObject;
  /** What templates see beside it and the flow's own: of the execution that a flow trigger answers. */
  readonly roots?: Readonly<Record<string, unknown>> | undefined;
  /** Values of inputs beside the trigger's own, as given; they win. */
  readonly inputs?: JsonObject | undefined;
  readonly labels?: readonly Label[] | undefined;
  /** Secrets that were read to find this: hidden in what the execution keeps of it. */
  readonly masks?: ReadonlySet<string> | undefined;
  /** Why it ends FAILED at once: the trigger could not be evaluated, and its flow wants to see that. */
  readonly failure?: string | undefined;
  /** As of a start by hand: whoever calls gave the inputs, so that they hear of wrong and missing ones, and of failed checks. */
  readonly byCaller?: boolean | undefined;
  /** The chain of executions that this one continues. */
  readonly correlationId?: string | undefined;
  /** Where files of the trigger have been stored for it. Default: a new one. */
  readonly executionId?: string | undefined;
  readonly once: Pick<CreateExecution, 'idempotencyKey' | 'tick' | 'shard'>;
}

export interface Started {
  readonly execution: Execution;
  /** Of the evaluation of the trigger. */
  readonly cameOf: Pick<TriggerEvaluation, 'outcome' | 'reason' | 'executionId'>;
}

interface OfTenant {
  readonly tenant: Pick<TenantRef, 'key' | 'id'>;
}

type StartInputs = Pick<CreateExecution, 'inputs' | 'endIn' | 'endReason'>;

/** For whom a trigger calls services; `mask` is told each secret that is read. */
export function triggerOwner({ tenant, flow }: Pick<Triggered, 'flow'> & OfTenant, mask: TaskOwner['mask']): TaskOwner {
  return { tenantKey: tenant.key, tenantId: tenant.id, namespace: flow.namespace, flowId: flow.id, mask };
}

/** What templates of a trigger can use. */
export async function triggerContext(
  deps: Pick<TriggeredDeps, 'settings' | 'store' | 'taskServices' | 'clock'>,
  { tenant, flow, variables, roots }: Pick<Triggered, 'flow' | 'variables' | 'roots'> & OfTenant,
  /** Told each secret that a template reads. */
  mask: TaskOwner['mask'] = () => undefined,
): Promise<Context> {
  const owner = triggerOwner({ tenant, flow }, mask);
  const { variables: surroundings, recursiveRendering: recursive } = deps.settings;
  return contextOf(
    {
      flow: {
        id: flow.id,
        namespace: flow.namespace,
        revision: flow.revision,
        ...(tenant.id !== undefined && { tenantId: tenant.id }),
      },
      ...(flow.variables !== undefined && { vars: flow.variables }),
      labels: Object.fromEntries(flow.labels.map(({ key, value }) => [key, value])),
      ...surroundings,
      ...(await namespaceRoot(deps.store, tenant.key, flow)),
      ...roots,
      trigger: variables,
    },
    {
      functions: deps.taskServices.functions(owner),
      now: () => deps.clock.now(),
      recursive,
    },
  );
}

/**
 * Resolves once the execution is durable. Inputs that are required but missing do not stop it; what cannot be rendered
 * makes an execution that FAILED at once, so that nobody waits in vain for one. Labels that cannot be rendered, or kept, are left out.
 * Throws `InvalidEntity` for inputs and checks of a start `byCaller`.
 */
export async function startTriggered(deps: TriggeredDeps, triggered: Triggered): Promise<Started> {
  const { tenant, flow, trigger, variables, once } = triggered;
  const executionId = triggered.executionId ?? deps.ids.next();
  const masks = new Set(triggered.masks);
  const context = await triggerContext(deps, triggered, (secret) => addMask(masks, secret));
  const { endReason, ...inputs } = await inputsOf(deps, triggered, context, masks);
  const labels = await labelsOf(triggered, context, executionId, masks);
  const failure = endReason === undefined ? undefined : maskText(endReason, masks);
  const hiding = await hidingOf(deps.ciphers, tenant.key, masks);
  const execution = await deps.host.create({
    tenantKey: tenant.key,
    tenantId: tenant.id,
    flow,
    executionId,
    ...inputs,
    ...(failure !== undefined && { endReason: failure }),
    labels,
    trigger: { id: trigger.id, type: trigger.type, variables: hide(variables, hiding) },
    ...once,
  });
  const cameOf = failure === undefined ? firedAs(execution.id) : failedAs(execution.id, failure);
  return { execution, cameOf };
}

function failedAs(executionId: string, reason: string): Started['cameOf'] {
  return { outcome: 'FAILED', reason, executionId };
}

/** How an evaluation went that started this execution. */
export function firedAs(executionId: string): Started['cameOf'] {
  return { outcome: 'FIRED', reason: `Started execution '${executionId}'`, executionId };
}

async function inputsOf(
  deps: TriggeredDeps,
  triggered: Triggered,
  context: Context,
  masks: ReadonlySet<string>,
): Promise<StartInputs> {
  const { tenant, flow, trigger, inputs, failure, byCaller = false } = triggered;
  if (failure !== undefined) return { endIn: 'FAILED', endReason: failure };
  let resolution: FlowInputs;
  try {
    const supplied = {
      ...((await renderTreeAsync(compileTree(trigger.inputs ?? {}), context, 'text')) as JsonObject),
      ...inputs,
    };
    resolution = await resolveFlowInputs(
      {
        store: deps.store,
        variables: deps.settings.variables,
        recursiveRendering: deps.settings.recursiveRendering,
        ciphers: deps.ciphers,
        functions: context.functions,
        masks,
      },
      tenant.key,
      flow,
      await declaredInputs(deps.store, tenant.key, flow),
      supplied,
      { checkRequired: byCaller },
    );
  } catch (cause) {
    if (isUnavailable(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { endIn: 'FAILED', endReason: `The inputs of trigger '${trigger.id}' cannot be rendered: ${reason}` };
  }
  const { values, readable, problems } = resolution;
  if (problems.length === 0) return { inputs: values, ...(byCaller ? await checksOf(deps, triggered, readable) : {}) };
  if (byCaller) throw invalidInputs(problems);
  return { inputs: values, endIn: 'FAILED', endReason: problems.map(({ message }) => message).join('\n') };
}

async function checksOf(
  deps: TriggeredDeps,
  { tenant, flow }: Triggered,
  inputs: JsonObject,
): Promise<Pick<StartInputs, 'endIn' | 'endReason'>> {
  const check = mostSevere(await failedChecks(deps, tenant.key, flow, inputs));
  if (check?.behavior === 'BLOCK_EXECUTION') throw new InvalidEntity({ reason: check.message });
  return check?.behavior === 'FAIL_EXECUTION' ? { endIn: 'FAILED', endReason: check.message } : {};
}

async function labelsOf(
  { flow, trigger, labels, correlationId }: Triggered,
  context: Context,
  executionId: string,
  masks: ReadonlySet<string>,
): Promise<readonly Label[]> {
  const rendered: Label[] = [];
  for (const { key, value } of trigger.labels) {
    const text = await renderAsync(value, context).catch((cause: unknown) => {
      if (isUnavailable(cause)) throw cause;
      return undefined;
    });
    const label = { key, value: maskText(text ?? '', masks) };
    if (text !== undefined && labelProblem([label]) === undefined) rendered.push(label);
  }
  const own = flow.labels.filter((label) => !isSystemLabel(label) || label.key === 'system.readOnly');
  const all = mergeLabels(own, rendered, labels ?? []);
  if (labelValue(all, correlationLabel) !== undefined) return all;
  return [...all, { key: correlationLabel, value: correlationId ?? executionId }];
}
