/** What a kind of trigger decides for itself. The scheduler keeps its row and its lock, and asks when it is due. */
import type { Flow, Instant, TenantRef, TriggerDefinition, TriggerState } from '@windhover/model';

export interface PlannedTrigger {
  readonly tenant: TenantRef;
  readonly flow: Flow;
  readonly trigger: TriggerDefinition;
}

export interface TriggerPlan {
  /** The date with which it begins. */
  first(now: Instant): Instant | undefined;
  /** Its next date when a server starts or there is none. */
  recovered(state: TriggerState, now: Instant): Instant | undefined;
  /** The execution that it waited for is over. */
  released(state: TriggerState, now: Instant): TriggerState;
  /** Evaluates it if it is due; the state afterwards, the same object when it was not. */
  evaluate(state: TriggerState, turn: Turn): Promise<TriggerState>;
}

/** For how long an evaluation is wanted. */
export interface Turn {
  /** Aborted when the flow was changed or is fired elsewhere. */
  readonly signal: AbortSignal;
  isWanted(): boolean;
}

export function withNext(state: TriggerState, nextAt: Instant | undefined): TriggerState {
  const { nextAt: _before, ...rest } = state;
  return { ...rest, ...(nextAt !== undefined && { nextAt }) };
}
