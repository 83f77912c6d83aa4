/** One evaluation of a schedule: whether its date fires, and what is remembered afterwards. */
import { renderAsync, toZoned } from '@windhover/expressions';
import {
  isUnavailable,
  triggerHolds,
  type Instant,
  type JsonObject,
  type Label,
  type TriggerEvaluation,
} from '@windhover/model';
import { startTriggered, triggerContext, type TriggerDates } from '@windhover/services';
import { isFinal } from '../inbox-reader.ts';
import { messageOf } from '../rendering.ts';
import { shardOfFlow } from '../shard-of.ts';
import { createEvaluationLog, type EvaluationLog } from './evaluation-log.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { Evaluated, PlannedTrigger } from './trigger-plan.ts';

export interface ScheduledTrigger extends PlannedTrigger {
  readonly dates: TriggerDates;
}

export type FiredDate = Pick<Evaluated, 'evaluation' | 'fault'>;

/** Dates that conditions leave out are passed over in search of the next and previous ones, this many at most. */
const maxPassedOver = 4_000;

/** Evaluates the trigger at `date`, and starts its execution once, whoever else does the same. */
export async function fireSchedule(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  date: Instant,
  given: {
    readonly lane: 'schedule' | 'backfill';
    readonly inputs?: JsonObject | undefined;
    readonly labels?: readonly Label[] | undefined;
  },
): Promise<FiredDate> {
  const { tenant, flow, trigger, dates } = scheduled;
  const { clock } = deps;
  const [now, beganAt] = [clock.now(), clock.monotonic()];
  const name = `${flow.namespace}/${flow.id}/${trigger.id}`;
  const once = {
    tick: { triggerKey: given.lane === 'schedule' ? name : `${name}#backfill`, tickAt: date },
    shard: shardOfFlow(tenant.key, flow, deps.owner.count),
  };
  const log = createEvaluationLog(deps);
  const holds = (at: Instant): Promise<boolean> => holdsAt(deps, scheduled, at, log);
  const evaluatedAs = (how: Pick<TriggerEvaluation, 'outcome' | 'reason' | 'executionId'>): TriggerEvaluation => ({
    at: now,
    ...how,
    forAt: date,
    durationMs: Math.round(clock.monotonic() - beganAt),
  });
  let isAsked = false;
  try {
    if (!(await holds(date))) {
      return { evaluation: evaluatedAs({ outcome: 'SKIPPED', reason: 'The conditions do not hold' }) };
    }
    const next = await nearest(date, (at) => dates.after(at), holds);
    const previous = await nearest(date, (at) => dates.before(at), holds);
    isAsked = true;
    const variables: JsonObject = {
      date: iso(date, dates),
      ...(next !== undefined && { next: iso(next, dates) }),
      ...(previous !== undefined && { previous: iso(previous, dates) }),
    };
    const { inputs, labels } = given;
    const { cameOf } = await startTriggered(deps, { tenant, flow, trigger, variables, inputs, labels, once });
    return { evaluation: evaluatedAs(cameOf) };
  } catch (cause) {
    // The date is kept, and tried again
    if (isUnavailable(cause)) throw cause;
    const failure = log.hide(messageOf(cause));
    const fault = isFinal(cause) ? {} : { fault: cause };
    // Conditions that cannot be asked would start nothing for ever, and nobody would hear of it
    if (isAsked && !trigger.failOnTriggerError)
      return { evaluation: evaluatedAs({ outcome: 'FAILED', reason: failure }), ...fault };
    const variables = { date: iso(date, dates) };
    const { cameOf } = await startTriggered(deps, { tenant, flow, trigger, variables, failure, once });
    return { evaluation: evaluatedAs(cameOf), ...fault };
  }
}

async function holdsAt(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  date: Instant,
  { mask }: EvaluationLog,
): Promise<boolean> {
  const { trigger, dates } = scheduled;
  if (trigger.conditions.length === 0 && trigger.when === undefined) return true;
  const variables = { date: iso(date, dates) };
  const context = await triggerContext(deps, { ...scheduled, variables }, mask);
  const render = (template: string): Promise<string> => renderAsync(template, context);
  return triggerHolds(trigger, { render });
}

/** The nearest date in one direction on which the conditions hold. */
async function nearest(
  from: Instant,
  step: (at: Instant) => Instant | undefined,
  holds: (at: Instant) => Promise<boolean>,
): Promise<Instant | undefined> {
  let date = step(from);
  for (let passed = 0; date !== undefined && passed < maxPassedOver; passed += 1) {
    if (await holds(date)) return date;
    date = step(date);
  }
  return undefined;
}

/** With the offset that the schedule's zone has at that date. */
function iso(at: Instant, { timeZone }: TriggerDates): string {
  return toZoned(at, timeZone).toString({ timeZoneName: 'never' });
}
