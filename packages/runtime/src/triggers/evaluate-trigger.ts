/** One look of a polling trigger: whether its conditions hold, and what its code finds. Rejects only while the store cannot be reached. */
import { compileTree, renderAsync, renderTreeAsync, type Context } from '@windhover/expressions';
import { isUnavailable, triggerHolds, type JsonObject } from '@windhover/model';
import type { AnyTrigger, TriggerContext } from '@windhover/plugin-sdk';
import { triggerContext, triggerOwner, type TaskOwner } from '@windhover/services';
import { prepareProperties } from '../prepared-task.ts';
import { LookLost } from '../remote/place.ts';
import { messageOf } from '../rendering.ts';
import type { EvaluationLog } from './evaluation-log.ts';
import { lookPlaceOf } from './look-place.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { PlannedTrigger } from './trigger-plan.ts';

export type Look =
  | { readonly kind: 'found'; readonly outputs: JsonObject }
  /** `waits`: for a worker, not for its next date. */
  | { readonly kind: 'nothing'; readonly reason: string; readonly waits?: boolean }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** An execution that FAILED tells of it. */
      readonly isStarted: boolean;
    };

export async function evaluateTrigger(
  deps: TriggerDeps,
  planned: PlannedTrigger,
  code: AnyTrigger,
  signal: AbortSignal,
  { log, mask, hide }: EvaluationLog,
): Promise<Look> {
  let isAsked = false;
  try {
    const context = await triggerContext(deps, { ...planned, variables: {} }, mask);
    const render = (template: string): Promise<string> => renderAsync(template, context);
    if (!(await triggerHolds(planned.trigger, { render })))
      return { kind: 'nothing', reason: 'The conditions do not hold' };
    isAsked = true;
    const place = await lookPlaceOf(deps.lookPlaces, planned, render);
    if (place.kind === 'failed') {
      return { kind: 'failed', reason: hide(place.reason), isStarted: planned.trigger.failOnTriggerError };
    }
    if (place.kind === 'waits' || place.kind === 'leftOut') {
      return { kind: 'nothing', reason: hide(place.reason), waits: place.kind === 'waits' };
    }
    let reason = 'There was nothing to start for';
    const own: TriggerContext<unknown> = {
      ...(await surroundings(deps, planned, code, context, mask)),
      signal,
      log,
      explain: (said) => (reason = said),
    };
    const found =
      place.kind === 'here' ? await code.evaluate(own as never) : await place.look(code.type, planned.tenant.key, own);
    if (found === undefined) return { kind: 'nothing', reason: hide(reason) };
    return { kind: 'found', outputs: checked(found as JsonObject, deps.settings.maxOutputsBytes) };
  } catch (cause) {
    if (cause instanceof LookLost) return { kind: 'nothing', reason: cause.message, waits: true };
    if (isUnavailable(cause)) throw cause;
    // Conditions that cannot be asked would keep it from looking for ever, and nobody would hear of it
    const isStarted = !isAsked || planned.trigger.failOnTriggerError;
    return { kind: 'failed', reason: hide(messageOf(cause)), isStarted };
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
