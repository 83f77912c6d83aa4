/** What a kind of trigger decides for itself. The scheduler keeps its row and its lock, and asks when it is due. */
import type { Flow, Instant, TenantRef, TriggerDefinition, TriggerEvaluation, TriggerState } from '@windhover/model';
import type { StoredLogLine } from '@windhover/ports';

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
  /** Evaluates it; undefined when it is not due, or its answer is not wanted any more. */
  evaluate(state: TriggerState, turn: Turn): Promise<Evaluated | undefined>;
}

export interface Evaluated {
  /** What comes next; how it went is not in it yet. */
  readonly state: TriggerState;
  readonly evaluation: TriggerEvaluation;
  /** What it said meanwhile. */
  readonly lines?: readonly StoredLogLine[];
  /** Why it failed, where that is a fault of ours and nothing that the author of the flow could mend. */
  readonly fault?: unknown;
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
