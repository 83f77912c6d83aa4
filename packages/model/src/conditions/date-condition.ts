/** Conditions on a date are the functions of the expression language under older names. */
import { textOf } from '../text-of.ts';
import { contextOf, renderTypedSync } from '@windhover/expressions';
import type { JsonObject } from '../json.ts';
import { timeIsBetween } from './time-is-between.ts';

const templates: Readonly<Record<string, string>> = {
  DayWeek: '{{ dayOfWeek(date) == dayOfWeek }}',
  DayWeekInMonth: '{{ isDayWeekInMonth(date, dayOfWeek, dayInMonth) }}',
  Weekend: '{{ isWeekend(date) }}',
  PublicHoliday: '{{ isPublicHoliday(date, country, subDivision) }}',
};

/** Conditions with a beginning, an end or both. */
const dateSpans: ReadonlySet<string> = new Set(['DateTimeBetween', 'TimeBetween']);

/** The names (last part of the type) of conditions that look at nothing but a date. */
export const dateConditions: ReadonlySet<string> = new Set([...Object.keys(templates), ...dateSpans]);

/**
 * Whether the condition holds on `date`, an ISO date-time with offset whose local fields count. Properties are rendered.
 * Throws what the function of the language throws for a date or zone that it cannot read, and for a span without ends.
 */
export function dateConditionHolds(name: string, date: string, properties: JsonObject): boolean {
  const { after, before, country, subDivision } = properties;
  if (dateSpans.has(name) && after === undefined && before === undefined)
    throw new RangeError(`the condition '${name}' needs 'after', 'before' or both`);
  if (name === 'TimeBetween') return timeIsBetween(date, optionalText(after), optionalText(before));
  if (name === 'DateTimeBetween') {
    return (
      (after === undefined || isTrue('{{ isDateAfter(date, after) }}', { date, after })) &&
      (before === undefined || isTrue('{{ isDateBefore(date, before) }}', { date, before }))
    );
  }
  return isTrue(templates[name]!, {
    ...properties,
    date,
    country: country ?? countryOfServer() ?? null,
    subDivision: subDivision ?? null,
  });
}

function isTrue(template: string, variables: Readonly<Record<string, unknown>>): boolean {
  return renderTypedSync(template, contextOf(variables)) === true;
}

/** Of its locale, the likeliest one where that names none. */
function countryOfServer(): string | undefined {
  return new Intl.Locale(Intl.DateTimeFormat().resolvedOptions().locale).maximize().region;
}

function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textOf(value);
}
