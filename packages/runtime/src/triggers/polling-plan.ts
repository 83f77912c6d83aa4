/** Triggers that look for something, again and again: one execution for each look that finds something. */
import { isUnavailable, type Execution, type Instant, type JsonObject, type TriggerState } from '@windhover/model';
import type { AnyTrigger } from '@windhover/plugin-sdk';
import { startTriggered } from '@windhover/services';
import { messageOf } from '../rendering.ts';
import { shardOfFlow } from '../shard-of.ts';
import { evaluateTrigger, type Evaluated } from './evaluate-trigger.ts';
import type { PollSlots } from './poll-slots.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import { withNext, type PlannedTrigger, type TriggerPlan } from './trigger-plan.ts';

export function pollingPlan(
  deps: TriggerDeps,
  planned: PlannedTrigger,
  code: AnyTrigger,
  intervalMs: number,
  slots: PollSlots,
): TriggerPlan {
  const { tenant, flow, trigger } = planned;
  const triggerKey = `${flow.namespace}/${flow.id}/${trigger.id}`;
  return {
    first: (now) => now,
    recovered: ({ nextAt }, now) => nextAt ?? now,
    released: (state, now) => withNext(state, now + intervalMs),
    async evaluate(state, turn) {
      const dueAt = state.nextAt ?? deps.clock.now();
      if (dueAt > deps.clock.now()) return state;
      // A server that died in between has started it, and did not come to say so
      const startedId = await deps.store.shards.findTick(tenant.key, triggerKey, dueAt);
      if (startedId !== undefined) return fired(state, dueAt, startedId);
      const evaluated = await slots
        .run(tenant.key, turn.signal, (signal) => evaluateTrigger(deps, planned, code, signal))
        .catch((cause: unknown): Evaluated => ({ kind: 'failed', reason: reasonOf(cause) }));
      if (!turn.isWanted()) return state;
      return after(state, dueAt, evaluated);
    },
  };

  async function after(state: TriggerState, dueAt: Instant, evaluated: Evaluated): Promise<TriggerState> {
    switch (evaluated.kind) {
      case 'nothing':
        return evaluatedAs(state, 'SKIPPED', evaluated.reason);
      case 'found':
        return start(dueAt, { variables: evaluated.outputs }).then(
          ({ id }) => fired(state, dueAt, id),
          (cause: unknown) => failed(state, reasonOf(cause)),
        );
      case 'failed': {
        if (!trigger.failOnTriggerError) return failed(state, evaluated.reason);
        const { id } = await start(dueAt, { variables: {}, failure: evaluated.reason });
        return { ...failed(state, evaluated.reason), executionId: id };
      }
    }
  }

  /** The date is taken in the commit that stores the execution. */
  function start(
    dueAt: Instant,
    what: { readonly variables: JsonObject; readonly failure?: string },
  ): Promise<Execution> {
    const once = {
      tick: { triggerKey, tickAt: dueAt },
      shard: shardOfFlow(tenant.key, flow, deps.owner.count),
    };
    return startTriggered(deps, { tenant, flow, trigger, ...what, once });
  }

  function fired(state: TriggerState, dueAt: Instant, executionId: string): TriggerState {
    return { ...evaluatedAs(state, 'FIRED', `Started execution '${executionId}'`), date: dueAt, executionId };
  }

  /** Said to the operator once, not at each look that fails in the same way. */
  function failed(state: TriggerState, reason: string): TriggerState {
    if (state.lastEvaluation?.outcome !== 'FAILED' || state.lastEvaluation.reason !== reason) {
      deps.report({
        message: `Trigger '${trigger.id}' of flow '${flow.namespace}.${flow.id}' could not be evaluated: ${reason}`,
        cause: undefined,
        isWarning: true,
      });
    }
    return evaluatedAs(state, 'FAILED', reason);
  }

  function evaluatedAs(state: TriggerState, outcome: 'FIRED' | 'SKIPPED' | 'FAILED', reason: string): TriggerState {
    const now = deps.clock.now();
    const { executionId: _last, ...free } = withNext(state, now + intervalMs);
    return { ...free, lastEvaluation: { at: now, outcome, reason } };
  }
}

/** What is thrown on is tried again at the same date. */
function reasonOf(cause: unknown): string {
  if (isUnavailable(cause)) throw cause;
  return messageOf(cause);
}
