/** Triggers that look for something, again and again: one execution for each look that finds something. */
import { isUnavailable, type Instant, type TriggerEvaluation, type TriggerState } from '@windhover/model';
import type { AnyTrigger } from '@windhover/plugin-sdk';
import { firedAs, startTriggered, type Started, type Triggered } from '@windhover/services';
import { isFinal } from '../inbox-reader.ts';
import { messageOf } from '../rendering.ts';
import { shardOfFlow } from '../shard-of.ts';
import { evaluateTrigger, type Look } from './evaluate-trigger.ts';
import { createEvaluationLog } from './evaluation-log.ts';
import type { PollSlots } from './poll-slots.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import { withNext, type Evaluated, type PlannedTrigger, type TriggerPlan } from './trigger-plan.ts';

/** Until it is asked again whether the group of a trigger has a worker, where its interval is longer. */
const waitMs = 10_000;

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
      if (startedId !== undefined) return found(state, dueAt, firedAs(startedId));
      const { clock } = deps;
      const log = createEvaluationLog(deps, trigger.logLevel);
      let beganAt = clock.monotonic();
      const look = await slots
        .run(tenant.key, turn.signal, (signal) => {
          beganAt = clock.monotonic();
          return evaluateTrigger(deps, planned, code, signal, log);
        })
        .catch((cause: unknown): Look => {
          return { kind: 'failed', reason: reasonOf(cause), isStarted: trigger.failOnTriggerError };
        });
      const durationMs = Math.round(clock.monotonic() - beganAt);
      if (!turn.isWanted()) return undefined;
      return { ...(await after(state, dueAt, look, durationMs, log.masks)), lines: log.lines() };
    },
  };

  async function after(
    state: TriggerState,
    dueAt: Instant,
    look: Look,
    durationMs: number,
    masks: ReadonlySet<string>,
  ): Promise<Evaluated> {
    switch (look.kind) {
      case 'nothing':
        return evaluatedAs(
          state,
          { outcome: 'SKIPPED', reason: look.reason, durationMs },
          look.waits === true ? Math.min(intervalMs, waitMs) : intervalMs,
        );
      case 'found':
        return start(dueAt, { variables: look.outputs, masks }).then(
          ({ cameOf }) => found(state, dueAt, { ...cameOf, durationMs }),
          (cause: unknown) => ({
            ...evaluatedAs(state, { outcome: 'FAILED', reason: reasonOf(cause), durationMs }),
            ...(!isFinal(cause) && { fault: cause }),
          }),
        );
      case 'failed': {
        if (!look.isStarted) return evaluatedAs(state, { outcome: 'FAILED', reason: look.reason, durationMs });
        const { cameOf } = await start(dueAt, { variables: {}, failure: look.reason });
        return evaluatedAs(state, { ...cameOf, durationMs });
      }
    }
  }

  /** The date is taken in the commit that stores the execution. */
  function start(dueAt: Instant, what: Pick<Triggered, 'variables' | 'failure' | 'masks'>): Promise<Started> {
    const once = {
      tick: { triggerKey, tickAt: dueAt },
      shard: shardOfFlow(tenant.key, flow, deps.owner.count),
    };
    return startTriggered(deps, { tenant, flow, trigger, ...what, once });
  }

  function found(state: TriggerState, dueAt: Instant, how: Omit<TriggerEvaluation, 'at'>): Evaluated {
    const evaluated = evaluatedAs(state, how);
    return { ...evaluated, state: { ...evaluated.state, date: dueAt } };
  }

  function evaluatedAs(
    state: TriggerState,
    how: Omit<TriggerEvaluation, 'at'>,
    untilNextMs: number = intervalMs,
  ): Evaluated {
    const now = deps.clock.now();
    const { executionId: _last, ...free } = withNext(state, now + untilNextMs);
    const waitsFor = how.executionId === undefined ? {} : { executionId: how.executionId };
    return { state: { ...free, ...waitsFor }, evaluation: { at: now, ...how } };
  }
}

/** What is thrown on is tried again at the same date. */
function reasonOf(cause: unknown): string {
  if (isUnavailable(cause)) throw cause;
  return messageOf(cause);
}
