/** One look of a polling trigger: whether its conditions hold, and what its code finds. Rejects only while the store cannot be reached. */
import { compileTree, renderAsync, renderTreeAsync, type Context } from '@windhover/expressions';
import { isUnavailable, triggerHolds, type JsonObject } from '@windhover/model';
import type { AnyTrigger, TriggerContext } from '@windhover/plugin-sdk';
import { triggerContext, triggerOwner, type TaskOwner } from '@windhover/services';
import { prepareProperties } from '../prepared-task.ts';
import { messageOf } from '../rendering.ts';
import type { EvaluationLog } from './evaluation-log.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { PlannedTrigger } from './trigger-plan.ts';

export type Look =
  | { readonly kind: 'found'; readonly outputs: JsonObject }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export async function evaluateTrigger(
  deps: TriggerDeps,
  planned: PlannedTrigger,
  code: AnyTrigger,
  signal: AbortSignal,
  { log, mask, hide }: EvaluationLog,
): Promise<Look> {
  try {
    const context = await triggerContext(deps, { ...planned, variables: {} }, mask);
    const render = (template: string): Promise<string> => renderAsync(template, context);
    if (!(await triggerHolds(planned.trigger, { render })))
      return { kind: 'nothing', reason: 'The conditions do not hold' };
    let reason = 'There was nothing to start for';
    const found = await code.evaluate({
      ...(await surroundings(deps, planned, code, context, mask)),
      signal,
      log,
      explain: (said) => (reason = said),
    } satisfies TriggerContext<unknown> as never);
    if (found === undefined) return { kind: 'nothing', reason: hide(reason) };
    return { kind: 'found', outputs: checked(found as JsonObject, deps.settings.maxOutputsBytes) };
  } catch (cause) {
    if (isUnavailable(cause)) throw cause;
    return { kind: 'failed', reason: hide(messageOf(cause)) };
  }
}

async function surroundings(
  deps: TriggerDeps,
  { tenant, flow, trigger }: PlannedTrigger,
  code: AnyTrigger,
  context: Context,
  mask: TaskOwner['mask'],
): Promise<Omit<TriggerContext<unknown>, 'signal' | 'log' | 'explain'>> {
  const { interval: _interval, ...own } = trigger.properties;
  const owner = triggerOwner({ tenant, flow }, mask);
  return {
    properties: await prepareProperties(`trigger type '${code.type}'`, code, own).async(context),
    trigger: {
      id: trigger.id,
      namespace: flow.namespace,
      flowId: flow.id,
      flowRevision: flow.revision,
      tenantId: tenant.id,
    },
    render: (template, extra) => renderTreeAsync(compileTree(template), within(context, extra), 'text'),
    services: { call: (name, args) => deps.taskServices.call(owner, name, args) },
    http: deps.http.of(tenant.key),
  };
}

/** The context with further variables, which come first. */
function within(context: Context, extra: JsonObject = {}): Context {
  return {
    ...context,
    lookup: (name) => (Object.hasOwn(extra, name) ? extra[name] : context.lookup(name)),
    names: () => [...Object.keys(extra), ...context.names()],
  };
}

function checked(outputs: JsonObject, maxBytes: number): JsonObject {
  const sizeBytes = Buffer.byteLength(JSON.stringify(outputs));
  if (sizeBytes <= maxBytes) return outputs;
  throw new RangeError(`What was found has ${sizeBytes} bytes, at most ${maxBytes} are kept`);
}
