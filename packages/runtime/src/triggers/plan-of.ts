/** Which triggers are looked at by the clock, and how. */
import { loadDates } from '@windhover/services';
import type { TriggerSettings } from '../deps.ts';
import { createPollSlots } from './poll-slots.ts';
import { pollingPlan } from './polling-plan.ts';
import { schedulePlan } from './schedule-plan.ts';
import type { PlanOf } from './scheduler.ts';
import type { TriggerDeps } from './trigger-deps.ts';

export function createPlanOf(deps: TriggerDeps, { types, timeZone, recoverMissed }: TriggerSettings): PlanOf {
  const slots = createPollSlots(deps.clock);
  return async (planned) => {
    const { trigger } = planned;
    const dates = await loadDates(deps, planned, timeZone);
    if (dates !== undefined) return schedulePlan(deps, { ...planned, dates }, recoverMissed);
    const code = types.find(trigger.type);
    if (code === undefined || trigger.intervalMs === undefined) return undefined;
    return pollingPlan(deps, planned, code, trigger.intervalMs, slots);
  };
}
