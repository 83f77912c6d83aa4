import { ValueError } from '../values/value-error.ts';
import type { Moment } from './moment.ts';

type Step = readonly [unit: 'nanoseconds' | 'hours' | 'days' | 'months' | 'years', factor: bigint];

/** Java's ChronoUnit by name; calendar units follow the calendar, the others the clock. */
const units: Readonly<Record<string, Step>> = {
  NANOS: ['nanoseconds', 1n],
  MICROS: ['nanoseconds', 1_000n],
  MILLIS: ['nanoseconds', 1_000_000n],
  SECONDS: ['nanoseconds', 1_000_000_000n],
  MINUTES: ['nanoseconds', 60_000_000_000n],
  HOURS: ['hours', 1n],
  HALF_DAYS: ['hours', 12n],
  DAYS: ['days', 1n],
  WEEKS: ['days', 7n],
  MONTHS: ['months', 1n],
  YEARS: ['years', 1n],
  DECADES: ['years', 10n],
  CENTURIES: ['years', 100n],
  MILLENNIA: ['years', 1000n],
};

const largestAmount = 10n ** 15n;

export function addToDate({ at, zone }: Moment, amount: bigint, unit: string): Moment {
  const step = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (step === undefined) throw new ValueError(`No enum constant java.time.temporal.ChronoUnit.${unit.slice(0, 50)}`);
  const [temporalUnit, factor] = step;
  const total = amount * factor;
  try {
    if (temporalUnit === 'nanoseconds') {
      const seconds = total / 1_000_000_000n;
      const nanoseconds = Number(total % 1_000_000_000n);
      if (seconds > largestAmount || seconds < -largestAmount) throw new RangeError('too far');
      return { at: at.add({ seconds: Number(seconds), nanoseconds }), zone };
    }
    if (total > largestAmount || total < -largestAmount) throw new RangeError('too far');
    return { at: at.add({ [temporalUnit]: Number(total) }), zone };
  } catch {
    throw new ValueError(`Adding ${amount} ${unit} leaves the range of dates`);
  }
}
