/** What a trigger does now, and what keeps it from firing. */
import type { WireTrigger } from '../../api/triggers.ts';

export type TriggerStanding =
  | 'OFF_IN_SOURCE'
  | 'OFF'
  | 'LOCKED'
  | 'BACKFILL_PAUSED'
  | 'BACKFILL'
  | 'NO_DATE'
  | 'OVERDUE'
  | 'FAILED'
  | 'DUE';

/** A scheduler evaluates a date within a second: what is later than this does not come by itself. */
const lateMs = 60_000;
/** The date of a look passes when it begins, and it may take five minutes. */
const lateLookMs = 6 * 60_000;

/** The first of the reasons for which it does not fire; `DUE` when it waits for nothing but its next date. */
export function triggerStanding({ trigger, state }: WireTrigger, now: number): TriggerStanding {
  const { disabled, locked, backfill, nextExecutionDate, lastEvaluation, kind } = state;
  if (trigger['disabled'] === true) return 'OFF_IN_SOURCE';
  if (disabled) return 'OFF';
  if (locked) return 'LOCKED';
  if (backfill !== undefined) return backfill.paused ? 'BACKFILL_PAUSED' : 'BACKFILL';
  if (nextExecutionDate === undefined) return 'NO_DATE';
  if (Date.parse(nextExecutionDate) < now - (kind === 'POLLING' ? lateLookMs : lateMs)) return 'OVERDUE';
  return lastEvaluation?.outcome === 'FAILED' ? 'FAILED' : 'DUE';
}

/** Whether somebody has to do something before it fires again, or should know that it waits. */
export function isHeldUp(standing: TriggerStanding): standing is 'LOCKED' | 'BACKFILL_PAUSED' | 'OVERDUE' {
  return standing === 'LOCKED' || standing === 'BACKFILL_PAUSED' || standing === 'OVERDUE';
}
