/** Triggers that look for something, again and again: one execution for each look that finds something. */
import {
  isUnavailable,
  type Execution,
  type Instant,
  type JsonObject,
  type TriggerEvaluation,
  type TriggerState,
} from '@windhover/model';
import type { AnyTrigger } from '@windhover/plugin-sdk';
import { startTriggered } from '@windhover/services';
import { isFinal } from '../inbox-reader.ts';
import { messageOf } from '../rendering.ts';
import { shardOfFlow } from '../shard-of.ts';
import { evaluateTrigger, type Look } from './evaluate-trigger.ts';
import { createEvaluationLog } from './evaluation-log.ts';
import type { PollSlots } from './poll-slots.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import { withNext, type Evaluated, type PlannedTrigger, type TriggerPlan } from './trigger-plan.ts';

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
      if (dueAt > deps.clock.now()) return undefined;
      // A server that died in between has started it, and did not come to say so
      const startedId = await deps.store.shards.findTick(tenant.key, triggerKey, dueAt);
      if (startedId !== undefined) return fired(state, dueAt, startedId);
      const { clock } = deps;
      const log = createEvaluationLog(deps, trigger.logLevel);
      let beganAt = clock.monotonic();
      const found = await slots
        .run(tenant.key, turn.signal, (signal) => {
          beganAt = clock.monotonic();
          return evaluateTrigger(deps, planned, code, signal, log);
        })
        .catch((cause: unknown): Look => ({ kind: 'failed', reason: reasonOf(cause) }));
      const durationMs = Math.round(clock.monotonic() - beganAt);
      if (!turn.isWanted()) return undefined;
      return { ...(await after(state, dueAt, found, durationMs)), lines: log.lines() };
    },
  };

  async function after(state: TriggerState, dueAt: Instant, look: Look, durationMs: number): Promise<Evaluated> {
    switch (look.kind) {
      case 'nothing':
        return evaluatedAs(state, { outcome: 'SKIPPED', reason: look.reason, durationMs });
      case 'found':
        return start(dueAt, { variables: look.outputs }).then(
          ({ id }) => fired(state, dueAt, id, durationMs),
          (cause: unknown) => ({
            ...evaluatedAs(state, { outcome: 'FAILED', reason: reasonOf(cause), durationMs }),
            ...(!isFinal(cause) && { fault: cause }),
          }),
        );
      case 'failed': {
        const failed = { outcome: 'FAILED', reason: look.reason, durationMs } as const;
        if (!trigger.failOnTriggerError) return evaluatedAs(state, failed);
        const { id } = await start(dueAt, { variables: {}, failure: look.reason });
        return evaluatedAs(state, { ...failed, executionId: id });
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

  function fired(state: TriggerState, dueAt: Instant, executionId: string, durationMs?: number): Evaluated {
    const reason = `Started execution '${executionId}'`;
    const took = durationMs === undefined ? {} : { durationMs };
    const evaluated = evaluatedAs(state, { outcome: 'FIRED', reason, executionId, ...took });
    return { ...evaluated, state: { ...evaluated.state, date: dueAt } };
  }

  function evaluatedAs(state: TriggerState, how: Omit<TriggerEvaluation, 'at'>): Evaluated {
    const now = deps.clock.now();
    const { executionId: _last, ...free } = withNext(state, now + intervalMs);
    const waitsFor = how.executionId === undefined ? {} : { executionId: how.executionId };
    return { state: { ...free, ...waitsFor }, evaluation: { at: now, ...how } };
  }
}

/** What is thrown on is tried again at the same date. */
function reasonOf(cause: unknown): string {
  if (isUnavailable(cause)) throw cause;
  return messageOf(cause);
}
