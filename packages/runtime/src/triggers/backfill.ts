/** Dates of the past that are made up for, beside the schedule itself: one after the other, each once. */
import type { Instant, TriggerState } from '@windhover/model';
import { fireSchedule, type ScheduledTrigger } from './fire-schedule.ts';
import type { TriggerDeps } from './trigger-deps.ts';

/** When the backfill wants to go on; undefined when there is none or it is paused. */
export function backfillDue({ backfill }: TriggerState): Instant | undefined {
  return backfill === undefined || backfill.paused ? undefined : backfill.currentAt;
}

/** The state after the backfill's current date was fired; the backfill is gone with its last date. */
export async function afterBackfill(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  state: TriggerState,
): Promise<TriggerState> {
  const { backfill, ...rest } = state;
  if (backfill === undefined) return state;
  const { currentAt, endAt, inputs, labels } = backfill;
  const { execution, evaluation } = await fireSchedule(deps, scheduled, currentAt, {
    lane: 'backfill',
    inputs,
    labels,
  });
  const next = scheduled.dates.after(currentAt);
  const { executionId: _last, ...free } = rest;
  return {
    ...free,
    lastEvaluation: evaluation,
    ...(execution !== undefined && { executionId: execution.id }),
    ...(next !== undefined && next <= endAt && { backfill: { ...backfill, currentAt: next } }),
  };
}
