/** What a trigger does next. Pure: dates, state and now are given. */
import type { Instant, TriggerDefinition, TriggerState } from '@windhover/model';
import type { TriggerDates } from './trigger-dates.ts';

export type RecoverMissed = 'ALL' | 'LAST' | 'NONE';

/** Text that changes whenever the definition does: a changed schedule starts anew. */
export function definitionOf({ type, properties, conditions, when }: TriggerDefinition): string {
  return JSON.stringify([type, properties, conditions, when ?? null]);
}

/** The state of a trigger that is seen for the first time, or anew after its definition changed. */
export function beginTrigger(
  name: Pick<TriggerState, 'namespace' | 'flowId' | 'triggerId'>,
  trigger: TriggerDefinition,
  nextAt: Instant | undefined,
  before: TriggerState | undefined,
  now: Instant,
): TriggerState {
  return {
    ...name,
    ...(trigger.intervalMs !== undefined && { kind: 'POLLING' }),
    ...(before?.date !== undefined && { date: before.date }),
    ...(nextAt !== undefined && { nextAt }),
    ...(before?.executionId !== undefined && { executionId: before.executionId }),
    disabled: before?.disabled ?? false,
    updatedAt: now,
    definition: definitionOf(trigger),
  };
}

/** The next date when a server starts: dates missed meanwhile are made up for, or not, as the policy says. */
export function recoverSchedule(
  state: TriggerState,
  dates: TriggerDates,
  policy: RecoverMissed,
  now: Instant,
): Instant | undefined {
  const { nextAt } = state;
  if (nextAt === undefined || nextAt > now) return nextAt ?? dates.after(now);
  switch (policy) {
    case 'ALL':
      return nextAt;
    case 'LAST':
      return dates.before(now + 1) ?? nextAt;
    case 'NONE':
      return dates.after(now);
  }
}

/** The date that is due; those more than `latestMs` ago, if the trigger says so, are passed over. Undefined: none is due now. */
export function dueDate(
  state: TriggerState,
  latestMs: number | undefined,
  dates: TriggerDates,
  now: Instant,
): Instant | undefined {
  let date = state.nextAt;
  const earliest = latestMs === undefined ? Number.NEGATIVE_INFINITY : now - latestMs;
  if (date !== undefined && date < earliest) date = dates.after(earliest - 1);
  return date !== undefined && date <= now ? date : undefined;
}
