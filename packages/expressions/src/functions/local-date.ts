import { Temporal } from '../time.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { required } from './argument.ts';

const datePart =
  /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|[+-]\d{2}(?::\d{2})?)?(?:\[[^\]]+\])?)?$/i;

/** The local fields of a date or date-time text, without moving the zone. */
export function localDate(
  value: unknown,
  name: string,
): { date: Temporal.PlainDate; time: Temporal.PlainTime | undefined } {
  const text = javaText(required(value, name, 'date'));
  const match = datePart.exec(text);
  try {
    if (match === null) throw new RangeError('no date');
    const time = match[2] === undefined ? undefined : Temporal.PlainTime.from(match[2]);
    return { date: Temporal.PlainDate.from(match[1] ?? '', { overflow: 'reject' }), time };
  } catch {
    throw new ValueError(`The '${name}' function could not parse 'date': '${text.slice(0, 100)}'`);
  }
}
