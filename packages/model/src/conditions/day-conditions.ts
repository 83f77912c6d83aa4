/** Conditions that decide about a whole day: searches for dates pass it over at once. */
import { hasExpression } from '@windhover/expressions';
import type { JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';

const ofDays: ReadonlySet<string> = new Set(['DayWeek', 'DayWeekInMonth', 'Weekend', 'PublicHoliday']);

/** Whether nothing but the day of the trigger's own date, in its zone, decides about the condition. */
export function isDayCondition({ type, ...properties }: JsonObject): boolean {
  const name = textOf(type).slice(textOf(type).lastIndexOf('.') + 1);
  if (name === 'Not' || name === 'Or') {
    const { conditions = [] } = properties as { readonly conditions?: readonly JsonObject[] };
    return conditions.every(isDayCondition);
  }
  return ofDays.has(name) && properties['date'] === undefined && !hasExpression(JSON.stringify(properties));
}
