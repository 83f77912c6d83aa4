/** Triggers that somebody calls and waits for: webhooks, and tools of MCP servers. */
import { ExpressionError, renderAsync, type Context } from '@windhover/expressions';
import {
  triggerHolds,
  type Execution,
  type TenantRef,
  type TriggerDefinition,
  type TriggerEvaluation,
} from '@windhover/model';
import type { Deps } from '../deps.ts';
import { demandRoom } from '../executions/demand-room.ts';
import { addMask, maskText } from '../secrets/masks.ts';
import { startTriggered, triggerContext, type Triggered } from './start-triggered.ts';

/**
 * Starts the execution that a call asks for, and notes in the history of the trigger how it went; undefined when the trigger's
 * conditions do not hold. Throws `TooManyRequests` while too much waits, and what `startTriggered` throws.
 */
export async function evaluateCall(deps: Deps, triggered: Triggered): Promise<Execution | undefined> {
  const { tenant, flow, trigger, variables } = triggered;
  const beganAt = deps.clock.monotonic();
  const masks = new Set<string>();
  const note = (how: Pick<TriggerEvaluation, 'outcome' | 'reason' | 'executionId'>): void =>
    noteCall(deps, triggered, { ...how, durationMs: Math.round(deps.clock.monotonic() - beganAt) });
  try {
    const context = await triggerContext(deps, { tenant, flow, variables }, (secret) => addMask(masks, secret));
    const unmet = await whyNot(trigger, context);
    if (unmet !== undefined) {
      note({ outcome: 'SKIPPED', reason: maskText(unmet, masks) });
      return undefined;
    }
    demandRoom(deps, tenant);
    const { execution, cameOf } = await startTriggered(deps, triggered);
    note(cameOf);
    return execution;
  } catch (cause) {
    note({ outcome: 'FAILED', reason: maskText(cause instanceof Error ? cause.message : String(cause), masks) });
    throw cause;
  }
}

/**
 * Why the conditions do not hold; undefined when they do. Those that name what the call does not have, or look at an
 * execution, do not.
 */
async function whyNot(trigger: TriggerDefinition, context: Context): Promise<string | undefined> {
  const render = (template: string): Promise<string> => renderAsync(template, context);
  try {
    return (await triggerHolds(trigger, { render })) ? undefined : 'The conditions do not hold';
  } catch (cause) {
    if (cause instanceof ExpressionError || cause instanceof RangeError)
      return `The conditions do not hold: ${cause.message}`;
    throw cause;
  }
}

/** For calls that come no further than this. */
export function noteCall(
  { clock, triggerHistory }: Deps,
  { tenant, flow, trigger }: Pick<Triggered, 'tenant' | 'flow' | 'trigger'>,
  how: Omit<TriggerEvaluation, 'at'>,
): void {
  const name = { tenantKey: tenant.key, namespace: flow.namespace, flowId: flow.id, triggerId: trigger.id };
  triggerHistory.note(name, { at: clock.now(), ...how });
}

/** As it is at its end, what runs after it included, or when the caller leaves: that does not stop it. */
export async function endOfCall(
  deps: Deps,
  { key }: TenantRef,
  started: Execution,
  signal: AbortSignal,
): Promise<Execution> {
  await deps.host.waitForEnd(key, started.id, signal);
  return (await deps.store.scope(key).executions.find(started.id)) ?? started;
}
