/**
 * Cron expressions in the dialect of flows: five unix fields, or six that begin with seconds; names of months and days;
 * the nicknames `@yearly` and its like; no `L`, `W`, `#` or `?`. When both days are restricted, either is enough.
 * A local time that the zone skips is left out, one that it repeats counts once; expressions with a wildcard hour or
 * minute go on through the repeated hour. croner finds the dates; nothing else knows of it.
 */
import { Cron as Job } from 'croner';
import type { Instant } from '../states.ts';

/** A checked expression, made by {@link parseCron}. */
export interface Cron {
  readonly expression: string;
  readonly withSeconds: boolean;
  /** The expression with its nickname replaced. */
  readonly fields: string;
}

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const longest = 256;
const allowed = /^(?:[\d*,/\-\s]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)*$/i;

/** Throws a RangeError `invalid cron expression '…': reason`. */
export function parseCron(expression: string, options: { readonly withSeconds?: boolean } = {}): Cron {
  const refuse = (reason: string, cause?: unknown): RangeError => {
    const shown = expression.length > 60 ? `${expression.slice(0, 60)}…` : expression;
    return new RangeError(`invalid cron expression '${shown}': ${reason}`, { cause });
  };
  const text = expression.trim();
  if (text.length > longest) throw refuse(`it is longer than ${longest} characters`);
  const nickname = text.startsWith('@') ? nicknames[text.toLowerCase()] : undefined;
  if (text.startsWith('@') && nickname === undefined)
    throw refuse(`known words are ${Object.keys(nicknames).join(', ')}`);
  const withSeconds = options.withSeconds === true && nickname === undefined;
  const fields = nickname ?? text;
  const wanted = withSeconds ? 6 : 5;
  const count = fields.split(/\s+/).length;
  if (count !== wanted) throw refuse(`it has ${count} fields instead of ${wanted}`);
  if (!allowed.test(fields)) throw refuse('only numbers, names of months and days, and * , - / are allowed');
  if (/(?:^|[\s,])\//.test(fields)) throw refuse("a step needs something before its '/', such as */5");
  const cron = { expression, withSeconds, fields };
  try {
    toJob(cron, 'UTC');
  } catch (cause) {
    throw refuse((cause as Error).message.replace(/^CronPattern: /, ''), cause);
  }
  return cron;
}

/** The first date after `after`; undefined when there is none (31 February). `timeZone` is an IANA name. */
export function nextDate(cron: Cron, timeZone: string, after: Instant): Instant | undefined {
  const job = toJob(cron, timeZone);
  let date = job.nextRun(new Date(after));
  while (date !== null && !job.match(date)) date = job.nextRun(date);
  return date?.getTime();
}

/** The last date before `before`; undefined when there is none. */
export function previousDate(cron: Cron, timeZone: string, before: Instant): Instant | undefined {
  const job = toJob(cron, timeZone);
  let date = job.previousRuns(1, new Date(before))[0];
  while (date !== undefined && !job.match(date)) date = job.previousRuns(1, date)[0];
  return date?.getTime();
}

function toJob(cron: Cron, timezone: string): Job {
  const mode = cron.withSeconds ? '6-part' : '5-part';
  return new Job(cron.fields, { paused: true, timezone, mode, sloppyRanges: true });
}
