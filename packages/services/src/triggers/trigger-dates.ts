/** The dates of a schedule: of its cron expression, or those that it lists. */
import {
  isoDate,
  nextDate,
  parseCron,
  previousDate,
  textOf,
  type Instant,
  type TriggerDefinition,
} from '@windhover/model';

export interface TriggerDates {
  readonly timeZone: string;
  /** The first date after; undefined when there is none. */
  after(at: Instant): Instant | undefined;
  /** The last date before. */
  before(at: Instant): Instant | undefined;
}

const group = 'io.kestra.plugin.core.trigger';

/** Undefined for triggers that are no schedules. Throws for what cannot be read as cron, zone or date. */
export function datesOf({ type, properties }: TriggerDefinition, serverTimeZone: string): TriggerDates | undefined {
  const timeZone = typeof properties['timezone'] === 'string' ? properties['timezone'] : serverTimeZone;
  switch (type) {
    case `${group}.Schedule`: {
      const cron = parseCron(textOf(properties['cron']), { withSeconds: properties['withSeconds'] === true });
      return {
        timeZone,
        after: (at) => nextDate(cron, timeZone, at),
        before: (at) => previousDate(cron, timeZone, at),
      };
    }
    case `${group}.ScheduleOnDates`: {
      const dates = ((properties['dates'] ?? []) as readonly string[])
        .map((text) => isoDate(text, timeZone))
        .toSorted((a, b) => a - b);
      return {
        timeZone,
        after: (at) => dates.find((date) => date > at),
        before: (at) => dates.findLast((date) => date < at),
      };
    }
    default:
      return undefined;
  }
}
