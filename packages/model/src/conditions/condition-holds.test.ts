import { expect, test } from 'vitest';
import { contextOf, renderAsync } from '@windhover/expressions';
import type { JsonObject } from '../json.ts';
import { conditionHolds, type ConditionFacts } from './condition-holds.ts';

const group = 'io.kestra.plugin.core.condition';

function onDate(date: string): ConditionFacts {
  return { render: (template) => renderAsync(template, contextOf({ trigger: { date } })) };
}

function onExecution(facts: Partial<NonNullable<ConditionFacts['execution']>> = {}): ConditionFacts {
  return {
    ...onDate('2026-03-02T08:00:00Z'),
    execution: { namespace: 'prod.team', flowId: 'load', state: 'SUCCESS', labels: [], attemptStates: [], ...facts },
  };
}

test.each([
  ['a Monday is a Monday', { type: `${group}.DayWeek`, dayOfWeek: 'MONDAY' }, '2026-03-02T08:00:00Z', true],
  ['a Monday is no Sunday', { type: `${group}.DayWeek`, dayOfWeek: 'SUNDAY' }, '2026-03-02T08:00:00Z', false],
  ['the local day counts', { type: `${group}.DayWeek`, dayOfWeek: 'TUESDAY' }, '2026-03-03T00:30:00+02:00', true],
  [
    'the first Monday of March',
    { type: `${group}.DayWeekInMonth`, dayOfWeek: 'MONDAY', dayInMonth: 'FIRST' },
    '2026-03-02T08:00:00Z',
    true,
  ],
  ['a Saturday is weekend', { type: `${group}.Weekend` }, '2026-03-07T08:00:00Z', true],
  [
    'a date that is given counts instead',
    { type: `${group}.Weekend`, date: '2026-03-02T08:00:00Z' },
    '2026-03-07T08:00:00Z',
    false,
  ],
  ['New Year in France is a holiday', { type: `${group}.PublicHoliday`, country: 'FR' }, '2026-01-01T08:00:00Z', true],
  ['New Year is a holiday where the server stands', { type: `${group}.PublicHoliday` }, '2026-01-01T08:00:00Z', true],
  [
    'after an instant',
    { type: `${group}.DateTimeBetween`, after: '2026-01-01T00:00:00Z' },
    '2026-03-02T08:00:00Z',
    true,
  ],
  [
    'not before an instant',
    { type: `${group}.DateTimeBetween`, before: '2026-01-01T00:00:00Z' },
    '2026-03-02T08:00:00Z',
    false,
  ],
  [
    'between two times of day',
    { type: `${group}.TimeBetween`, after: '07:00:00Z', before: '09:00:00Z' },
    '2026-03-02T08:00:00Z',
    true,
  ],
  [
    'times with other offsets',
    { type: `${group}.TimeBetween`, after: '10:30:00+02:00' },
    '2026-03-02T08:00:00Z',
    false,
  ],
  [
    'an offset of whole hours',
    { type: `${group}.TimeBetween`, after: '16:18:12.5+02', before: '16:20-02' },
    '2026-03-02T16:19:12.5+02',
    true,
  ],
  [
    'a time with the name of its zone',
    { type: `${group}.TimeBetween`, after: '14:19:12Z' },
    '2026-03-02T16:19:12+02:00[Europe/Paris]',
    false,
  ],
  ['an expression', { type: `${group}.Expression`, expression: "{{ trigger.date == 'x' }}" }, 'x', true],
  ['not', { type: `${group}.Not`, conditions: [{ type: `${group}.Weekend` }] }, '2026-03-02T08:00:00Z', true],
  [
    'or',
    {
      type: `${group}.Or`,
      conditions: [{ type: `${group}.Weekend` }, { type: `${group}.DayWeek`, dayOfWeek: 'MONDAY' }],
    },
    '2026-03-02T08:00:00Z',
    true,
  ],
] as const)('%s', async (_, condition, date, expected) => {
  expect(await conditionHolds(condition as JsonObject, onDate(date))).toBe(expected);
});

test.each([
  [{ type: `${group}.ExecutionFlow`, namespace: 'prod.team', flowId: 'load' }, true],
  [{ type: `${group}.ExecutionFlow`, namespace: 'prod.team', flowId: 'other' }, false],
  [{ type: `${group}.ExecutionNamespace`, namespace: 'prod' }, false],
  [{ type: `${group}.ExecutionNamespace`, namespace: 'prod', prefix: true }, true],
  [{ type: `${group}.ExecutionNamespace`, namespace: 'team', comparison: 'SUFFIX' }, true],
  [{ type: `${group}.ExecutionStatus`, in: ['SUCCESS'] }, true],
  [{ type: `${group}.ExecutionStatus`, notIn: ['SUCCESS'] }, false],
  [{ type: `${group}.HasRetryAttempt`, in: ['FAILED'] }, false],
  [{ type: `${group}.HasRetryAttempt` }, false],
] as const)('the execution of prod.team.load meets %j: %s', async (condition, expected) => {
  expect(await conditionHolds(condition as unknown as JsonObject, onExecution())).toBe(expected);
});

test.each([
  [{}, true],
  [{ in: ['FAILED'] }, true],
  [{ in: ['KILLED'] }, false],
  [{ notIn: ['FAILED'] }, true],
  [{ notIn: ['FAILED', 'SUCCESS'] }, false],
  [{ in: ['FAILED'], notIn: ['FAILED'] }, false],
])('one that failed and then succeeded has a retry attempt of %j: %s', async (filters, expected) => {
  const execution = onExecution({ attemptStates: ['FAILED', 'SUCCESS'] });

  expect(await conditionHolds({ type: `${group}.HasRetryAttempt`, ...filters }, execution)).toBe(expected);
});

test('all labels of a condition must be there', async () => {
  const condition: JsonObject = { type: `${group}.ExecutionLabels`, labels: { env: 'prod' } };

  expect(await conditionHolds(condition, onExecution({ labels: [{ key: 'env', value: 'prod' }] }))).toBe(true);
  expect(await conditionHolds(condition, onExecution())).toBe(false);
});

test('a condition on an execution fails where there is none', async () => {
  const condition: JsonObject = { type: `${group}.ExecutionStatus`, in: ['SUCCESS'] };

  await expect(conditionHolds(condition, onDate('2026-03-02T08:00:00Z'))).rejects.toThrow('needs an execution');
});

test.each(['DateTimeBetween', 'TimeBetween'])('%s without a beginning or an end cannot be asked', async (name) => {
  await expect(conditionHolds({ type: `${group}.${name}` }, onDate('2026-03-02T08:00:00Z'))).rejects.toThrow(
    `the condition '${name}' needs 'after', 'before' or both`,
  );
});
