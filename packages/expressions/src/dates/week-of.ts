import { Temporal } from '../time.ts';

interface WeekRules {
  readonly firstDay: number;
  readonly minimalDays: number;
}

/** The day of the week, 1 being the first day of the locale's week. */
export function localDayOfWeek(dayOfWeek: number, { firstDay }: WeekRules): number {
  return ((dayOfWeek - firstDay + 7) % 7) + 1;
}

export function weekOfMonth(date: Temporal.PlainDate, rules: WeekRules): number {
  return weekNumber(date.day, localDayOfWeek(date.dayOfWeek, rules), rules.minimalDays);
}

/** Week and year of the locale's calendar of weeks. */
export function weekOfYear(
  date: Temporal.PlainDate,
  rules: WeekRules,
): { readonly week: number; readonly year: number } {
  const week = weekNumber(date.dayOfYear, localDayOfWeek(date.dayOfWeek, rules), rules.minimalDays);
  if (week === 0) {
    const lastDay = Temporal.PlainDate.from({ year: date.year - 1, month: 12, day: 31 });
    const day = localDayOfWeek(lastDay.dayOfWeek, rules);
    return { week: weekNumber(lastDay.dayOfYear, day, rules.minimalDays), year: date.year - 1 };
  }
  const nextStart = Temporal.PlainDate.from({ year: date.year + 1, month: 1, day: 1 });
  const daysInNext = 8 - localDayOfWeek(nextStart.dayOfWeek, rules);
  const nextWeekStart = date.daysInYear + 1 - (daysInNext >= rules.minimalDays ? 7 - daysInNext : -daysInNext);
  if (date.dayOfYear >= nextWeekStart) return { week: 1, year: date.year + 1 };
  return { week, year: date.year };
}

/** `day` counts from the start of the month or year; 0 when it lies before the first week. */
function weekNumber(day: number, dayOfWeek: number, minimalDays: number): number {
  const startOfWeek = (((day - dayOfWeek) % 7) + 7) % 7;
  const offset = startOfWeek + 1 > minimalDays ? 7 - startOfWeek : -startOfWeek;
  return Math.floor((7 + offset + (day - 1)) / 7);
}
