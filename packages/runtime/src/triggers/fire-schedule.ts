/** One evaluation of a schedule: whether its date fires, and what is remembered afterwards. */
import { renderAsync, toZoned, type Context } from '@windhover/expressions';
import {
  conditionsHold,
  isDayCondition,
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

/**
 * Dates that conditions leave out are passed over in search of the next and previous ones, this many at most. A day that they
 * leave out as a whole counts as one of them: that is ten years and more.
 */
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
  const evaluatedAs = (how: Pick<TriggerEvaluation, 'outcome' | 'reason' | 'executionId'>): TriggerEvaluation => ({
    at: now,
    ...how,
    forAt: date,
    durationMs: Math.round(clock.monotonic() - beganAt),
  });
  let isAsked = false;
  try {
    if (!(await triggerHolds(trigger, { render: renderAt(deps, scheduled, date, log) }))) {
      return { evaluation: evaluatedAs({ outcome: 'SKIPPED', reason: 'The conditions do not hold' }) };
    }
    const verdict = verdictOf(deps, scheduled, log);
    const next = await nearest(
      dates.after(date),
      verdict,
      (at) => dates.after(at),
      (at) => endOfDay(at, dates),
    );
    const previous = await nearest(
      dates.before(date),
      verdict,
      (at) => dates.before(at),
      (at) => startOfDay(at, dates),
    );
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

/** Renders templates of the trigger as of one of its dates; their context is only made when there is one. */
function renderAt(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  date: Instant,
  { mask }: EvaluationLog,
): (template: string) => Promise<string> {
  let context: Promise<Context> | undefined;
  const variables = { date: iso(date, scheduled.dates) };
  return async (template) =>
    renderAsync(template, await (context ??= triggerContext(deps, { ...scheduled, variables }, mask)));
}

type Verdict = 'holds' | 'not at that time' | 'not on that day';

function verdictOf(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  log: EvaluationLog,
): (date: Instant) => Promise<Verdict> {
  const { when, conditions } = scheduled.trigger;
  const ofDay = conditions.filter(isDayCondition);
  const others = {
    ...(when !== undefined && { when }),
    conditions: conditions.filter((each) => !isDayCondition(each)),
  };
  return async (date) => {
    const facts = { render: renderAt(deps, scheduled, date, log) };
    if (!(await conditionsHold(ofDay, facts))) return 'not on that day';
    return (await triggerHolds(others, facts)) ? 'holds' : 'not at that time';
  };
}

/** The nearest date in one direction on which the conditions hold; `pastDay` is where the day of a date ends on the way. */
async function nearest(
  first: Instant | undefined,
  verdict: (date: Instant) => Promise<Verdict>,
  step: (at: Instant) => Instant | undefined,
  pastDay: (at: Instant) => Instant,
): Promise<Instant | undefined> {
  let date = first;
  for (let passed = 0; date !== undefined && passed < maxPassedOver; passed += 1) {
    const found = await verdict(date);
    if (found === 'holds') return date;
    date = step(found === 'not on that day' ? pastDay(date) : date);
  }
  return undefined;
}

/** The first instant of the day, in the zone of the schedule. */
function startOfDay(at: Instant, { timeZone }: TriggerDates): Instant {
  return toZoned(at, timeZone).startOfDay().epochMilliseconds;
}

/** Its last. */
function endOfDay(at: Instant, { timeZone }: TriggerDates): Instant {
  return toZoned(at, timeZone).add({ days: 1 }).startOfDay().epochMilliseconds - 1;
}

/** With the offset that the schedule's zone has at that date. */
function iso(at: Instant, { timeZone }: TriggerDates): string {
  return toZoned(at, timeZone).toString({ timeZoneName: 'never' });
}
