/** One evaluation of a schedule: whether its date fires, and what is remembered afterwards. */
import { renderAsync, toZoned } from '@windhover/expressions';
import {
  isUnavailable,
  triggerHolds,
  type Execution,
  type Instant,
  type JsonObject,
  type Label,
  type TriggerEvaluation,
} from '@windhover/model';
import { startTriggered, triggerContext, type TriggerDates } from '@windhover/services';
import { shardOfFlow } from '../shard-of.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { PlannedTrigger } from './trigger-plan.ts';

export interface ScheduledTrigger extends PlannedTrigger {
  readonly dates: TriggerDates;
}

export interface FiredDate {
  readonly evaluation: TriggerEvaluation;
  readonly execution?: Execution;
}

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
  const now = deps.clock.now();
  const name = `${flow.namespace}/${flow.id}/${trigger.id}`;
  const once = {
    tick: { triggerKey: given.lane === 'schedule' ? name : `${name}#backfill`, tickAt: date },
    shard: shardOfFlow(tenant.key, flow, deps.owner.count),
  };
  try {
    if (!(await holdsAt(deps, scheduled, date))) {
      return {
        evaluation: { at: now, outcome: 'SKIPPED', reason: `The conditions do not hold on ${iso(date, dates)}` },
      };
    }
    const next = await nearest(deps, scheduled, date, (at) => dates.after(at));
    const previous = await nearest(deps, scheduled, date, (at) => dates.before(at));
    const variables: JsonObject = {
      date: iso(date, dates),
      ...(next !== undefined && { next: iso(next, dates) }),
      ...(previous !== undefined && { previous: iso(previous, dates) }),
    };
    const { inputs, labels } = given;
    const execution = await startTriggered(deps, { tenant, flow, trigger, variables, inputs, labels, once });
    return { execution, evaluation: { at: now, outcome: 'FIRED', reason: `Started execution '${execution.id}'` } };
  } catch (cause) {
    // The date is kept, and tried again
    if (isUnavailable(cause)) throw cause;
    deps.report({
      message: `Trigger '${trigger.id}' of flow '${flow.namespace}.${flow.id}' could not be evaluated`,
      cause,
    });
    const reason = cause instanceof Error ? cause.message : String(cause);
    const evaluation = { at: now, outcome: 'FAILED', reason } as const;
    if (!trigger.failOnTriggerError) return { evaluation };
    const variables = { date: iso(date, dates) };
    const execution = await startTriggered(deps, { tenant, flow, trigger, variables, failure: reason, once });
    return { execution, evaluation };
  }
}

async function holdsAt(deps: TriggerDeps, scheduled: ScheduledTrigger, date: Instant): Promise<boolean> {
  const { trigger, dates } = scheduled;
  if (trigger.conditions.length === 0 && trigger.when === undefined) return true;
  const context = await triggerContext(deps, { ...scheduled, variables: { date: iso(date, dates) } });
  const render = (template: string): Promise<string> => renderAsync(template, context);
  return triggerHolds(trigger, { render });
}

/** The nearest date in one direction on which the conditions hold. */
async function nearest(
  deps: TriggerDeps,
  scheduled: ScheduledTrigger,
  from: Instant,
  step: (at: Instant) => Instant | undefined,
): Promise<Instant | undefined> {
  let date = step(from);
  for (let passed = 0; date !== undefined && passed < maxPassedOver; passed += 1) {
    if (await holdsAt(deps, scheduled, date)) return date;
    date = step(date);
  }
  return undefined;
}

/** With the offset that the schedule's zone has at that date. */
function iso(at: Instant, { timeZone }: TriggerDates): string {
  return toZoned(at, timeZone).toString({ timeZoneName: 'never' });
}
