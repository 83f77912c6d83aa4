/** Triggers that fire at dates: one execution for each, past ones made up for when asked. */
import { parseDuration } from '@windhover/expressions';
import type { TriggerState } from '@windhover/model';
import { dueDate, recoverSchedule, type RecoverMissed } from '@windhover/services';
import { afterBackfill, backfillDue } from './backfill.ts';
import { fireSchedule, type ScheduledTrigger } from './fire-schedule.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import { withNext, type Evaluated, type TriggerPlan } from './trigger-plan.ts';

/** `recoverMissed` is for triggers that do not say it themselves. Throws for a trigger whose dates make no sense. */
export function schedulePlan(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  recoverMissed: RecoverMissed,
): TriggerPlan {
  const { trigger, dates } = scheduled;
  const policy = (trigger.properties['recoverMissedSchedules'] as RecoverMissed | undefined) ?? recoverMissed;
  const latest = trigger.properties['lateMaximumDelay'];
  const latestMs = typeof latest === 'string' ? parseDuration(latest) : undefined;
  return {
    first: (now) => dates.after(now),
    recovered: (state, now) => recoverSchedule(state, dates, policy, now),
    released: (state) => state,
    async evaluate(state) {
      const now = deps.clock.now();
      const date = dueDate(state, latestMs, dates, now);
      if (date !== undefined) return afterDate(date, state);
      const backfillAt = backfillDue(state);
      if (state.backfill === undefined || backfillAt === undefined || backfillAt > now) return undefined;
      return afterBackfill(deps, scheduled, state, state.backfill);
    },
  };

  async function afterDate(date: number, state: TriggerState): Promise<Evaluated> {
    const fired = await fireSchedule(deps, scheduled, date, { lane: 'schedule' });
    const { executionId: _last, ...free } = withNext(state, dates.after(date));
    const { executionId } = fired.evaluation;
    return { ...fired, state: { ...free, date, ...(executionId !== undefined && { executionId }) } };
  }
}
