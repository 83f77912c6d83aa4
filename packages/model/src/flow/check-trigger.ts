/** Rules of single triggers that their schemas cannot say. */
import { hasExpression } from '@windhover/expressions';
import type { z } from 'zod';
import type { Path } from '../problem.ts';
import { patternProperty } from '../plugins/property-kinds.ts';
import { parseCron } from '../schedule/cron.ts';
import { isoDate } from '../iso-date.ts';
import { textOf } from '../text-of.ts';
import { checkDependencies } from './check-dependencies.ts';
import { checkWebhook } from './check-webhook.ts';
import { isData, isPresent, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';
import type { triggerSchema } from './trigger-schema.ts';

type StopAfter = Pick<z.output<typeof triggerSchema>, 'stopAfter' | 'allowConcurrent'>;

const group = 'io.kestra.plugin.core.trigger';

export function checkTrigger(reading: Reading, type: string, data: Data, path: Path): void {
  switch (type) {
    case `${group}.Schedule`:
      return checkCron(reading, data, path);
    case `${group}.ScheduleOnDates`:
      return checkDates(reading, data, path);
    case `${group}.Webhook`:
      return checkWebhook(reading, data, path);
    case `${group}.Flow`:
      if (isData(data['preconditions'])) checkPreconditions(reading, data['preconditions'], [...path, 'preconditions']);
      return checkDependencies(reading, data, path);
    default:
      return undefined;
  }
}

/** What the next start waits for is asked how it ended; where nothing waits, nobody asks. */
export function warnOfStopAfter(reading: Reading, type: string, common: StopAfter, path: Path): void {
  const isWaitedFor = type !== `${group}.Webhook` && type !== `${group}.Flow` && common.allowConcurrent !== true;
  if (isWaitedFor || common.stopAfter === undefined || common.stopAfter.length === 0) return;
  report(reading, [...path, 'stopAfter'], {
    severity: 'warning',
    code: 'RULE',
    message: "'stopAfter' counts for nothing here: this trigger does not wait for its executions",
    remedy: "Remove 'stopAfter'.",
    part: 'key',
  });
}

function checkCron(reading: Reading, data: Data, path: Path): void {
  const { cron } = data;
  if (typeof cron !== 'string') return;
  try {
    parseCron(cron, { withSeconds: data['withSeconds'] === true });
  } catch (error) {
    report(reading, [...path, 'cron'], { code: 'RULE', message: (error as Error).message });
  }
}

/** Those that are written as they are. */
function checkDates(reading: Reading, data: Data, path: Path): void {
  for (const [index, date] of (Array.isArray(data['dates']) ? data['dates'] : []).entries()) {
    try {
      if (typeof date === 'string' && !hasExpression(date)) isoDate(date);
    } catch (error) {
      report(reading, [...path, 'dates', index], { code: 'RULE', message: (error as Error).message });
    }
  }
}

/** What each type of time window needs; all else is refused there. */
const windowNeeds: Readonly<
  Record<string, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  DAILY_TIME_DEADLINE: { required: ['deadline'], optional: [] },
  DAILY_TIME_WINDOW: { required: ['startTime', 'endTime'], optional: [] },
  DURATION_WINDOW: { required: [], optional: ['window', 'windowAdvance'] },
  SLIDING_WINDOW: { required: ['window'], optional: [] },
};
const windowProperties: Readonly<Record<string, string>> = {
  deadline: 'a deadline',
  startTime: 'a start time',
  endTime: 'an end time',
  window: 'a window',
  windowAdvance: 'a window advance',
};

const withValues: ReadonlySet<string> = new Set(['IN', 'NOT_IN']);
/** All that can be asked of an expression: it is the filter's own `value`, which leaves nothing to compare it with. */
const ofExpressions: ReadonlySet<string> = new Set(['IS_TRUE', 'IS_FALSE', 'IS_NULL', 'IS_NOT_NULL']);

function checkPreconditions(reading: Reading, data: Data, path: Path): void {
  const window = data['timeWindow'];
  if (isData(window)) checkTimeWindow(reading, window, [...path, 'timeWindow']);
  const where = Array.isArray(data['where']) ? data['where'] : [];
  for (const [index, item] of where.entries()) {
    const filters: unknown[] = isData(item) && Array.isArray(item['filters']) ? item['filters'] : [];
    for (const [position, filter] of filters.entries()) {
      if (isData(filter)) checkFilter(reading, filter, [...path, 'where', index, 'filters', position]);
    }
  }
}

function checkTimeWindow(reading: Reading, window: Data, path: Path): void {
  const type = textOf(window['type'] ?? 'DURATION_WINDOW');
  const needs = windowNeeds[type];
  if (needs === undefined) return;
  for (const [property, name] of Object.entries(windowProperties)) {
    const isNeeded = needs.required.includes(property);
    if (isPresent(window[property]) ? isNeeded || needs.optional.includes(property) : !isNeeded) continue;
    const message = `Time window of type \`${type}\` ${isNeeded ? 'must' : 'cannot'} have ${name}`;
    report(reading, [...path, property], { code: 'RULE', message });
  }
}

function checkFilter(reading: Reading, filter: Data, path: Path): void {
  const type = textOf(filter['type']);
  for (const [property, wanted] of [
    ['value', !withValues.has(type)],
    ['values', withValues.has(type)],
  ] as const) {
    if (wanted === isPresent(filter[property])) continue;
    const verb = wanted ? 'cannot' : 'must';
    report(reading, [...path, property], { code: 'RULE', message: `\`${property}\` ${verb} be null for type ${type}` });
  }
  if (filter['field'] === 'EXPRESSION' && !ofExpressions.has(type)) {
    report(reading, [...path, 'type'], {
      severity: 'warning',
      code: 'RULE',
      message: `type ${type} has nothing to compare the expression with: 'value' is the expression itself`,
      remedy: "Compare within the expression, such as `{{ labels.team == 'a' }}`, and use the type IS_TRUE.",
    });
  }
  if (type === 'REGEX' && typeof filter['value'] === 'string' && !patternProperty().safeParse(filter['value']).success)
    report(reading, [...path, 'value'], { code: 'INVALID_VALUE', message: `invalid pattern [${filter['value']}]` });
}
