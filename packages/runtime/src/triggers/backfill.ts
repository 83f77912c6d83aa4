/** Dates of the past that are made up for, beside the schedule itself: one after the other, each once. */
import type { Backfill, Instant, TriggerState } from '@windhover/model';
import { fireSchedule, type ScheduledTrigger } from './fire-schedule.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { Evaluated } from './trigger-plan.ts';

/** When the backfill wants to go on; undefined when there is none or it is paused. */
export function backfillDue({ backfill }: TriggerState): Instant | undefined {
  return backfill === undefined || backfill.paused ? undefined : backfill.currentAt;
}

/** Fires the backfill's current date; the backfill is gone with its last date. */
export async function afterBackfill(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  state: TriggerState,
  backfill: Backfill,
): Promise<Evaluated> {
  const { currentAt, endAt, inputs, labels } = backfill;
  const fired = await fireSchedule(deps, scheduled, currentAt, { lane: 'backfill', inputs, labels });
  const next = scheduled.dates.after(currentAt);
  const { executionId: _last, backfill: _done, ...free } = state;
  const { executionId } = fired.evaluation;
  return {
    ...fired,
    state: {
      ...free,
      ...(executionId !== undefined && { executionId }),
      ...(next !== undefined && next <= endAt && { backfill: { ...backfill, currentAt: next } }),
    },
  };
}
