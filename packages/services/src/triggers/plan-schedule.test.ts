import { expect, test } from 'vitest';
import type { JsonObject, TriggerDefinition, TriggerState } from '@windhover/model';
import { beginTrigger, definitionOf, dueDate, recoverSchedule } from './plan-schedule.ts';
import { datesOf } from './trigger-dates.ts';

const at = (text: string): number => Date.parse(text);
const name = { namespace: 'company.team', flowId: 'nightly', triggerId: 'hourly' };

function schedule(properties: JsonObject = {}): TriggerDefinition {
  return {
    id: 'hourly',
    type: 'io.kestra.plugin.core.trigger.Schedule',
    disabled: false,
    conditions: [],
    labels: [],
    stopAfter: [],
    failOnTriggerError: false,
    allowConcurrent: false,
    properties: { cron: '0 * * * *', timezone: 'UTC', ...properties },
  };
}

function state(nextAt: number, more: Partial<TriggerState> = {}): TriggerState {
  return { ...name, nextAt, disabled: false, updatedAt: 0, definition: definitionOf(schedule()), ...more };
}

const dates = datesOf(schedule(), 'UTC')!;

test('a schedule that is seen for the first time waits for its next date', () => {
  const begun = beginTrigger(name, schedule(), at('2026-03-01T11:00:00Z'), undefined, at('2026-03-01T10:20:00Z'));

  expect(begun.nextAt).toBe(at('2026-03-01T11:00:00Z'));
  expect(begun.disabled).toBe(false);
});

test('a changed definition begins anew, but stays disabled and keeps what it waits for', () => {
  const before = state(at('2026-03-01T11:00:00Z'), { disabled: true, executionId: 'x' });

  const begun = beginTrigger(name, schedule({ cron: '0 0 * * *' }), undefined, before, at('2026-03-01T10:20:00Z'));

  expect(begun).toMatchObject({ disabled: true, executionId: 'x' });
  expect(begun.backfill).toBeUndefined();
});

test.each([
  ['ALL', '2026-03-01T08:00:00Z'],
  ['LAST', '2026-03-01T10:00:00Z'],
  ['NONE', '2026-03-01T11:00:00Z'],
] as const)('dates missed while no server ran: %s goes on at %s', (policy, expected) => {
  const missed = state(at('2026-03-01T08:00:00Z'));

  expect(recoverSchedule(missed, dates, policy, at('2026-03-01T10:20:00Z'))).toBe(at(expected));
});

test('a date that is not due yet is kept by every policy', () => {
  const next = state(at('2026-03-01T11:00:00Z'));

  for (const policy of ['ALL', 'LAST', 'NONE'] as const) {
    expect(recoverSchedule(next, dates, policy, at('2026-03-01T10:20:00Z'))).toBe(next.nextAt);
  }
});

test('dates that are later than the trigger allows are passed over', () => {
  const latestMs = 90 * 60_000;

  expect(dueDate(state(at('2026-03-01T06:00:00Z')), latestMs, dates, at('2026-03-01T10:20:00Z'))).toBe(
    at('2026-03-01T09:00:00Z'),
  );
  expect(dueDate(state(at('2026-03-01T11:00:00Z')), latestMs, dates, at('2026-03-01T10:20:00Z'))).toBeUndefined();
});

test('listed dates are taken in order of time, whatever their order in the flow', () => {
  const listed = datesOf(
    {
      ...schedule(),
      type: 'io.kestra.plugin.core.trigger.ScheduleOnDates',
      properties: { dates: ['2026-03-02T00:00:00Z', '2026-03-01T00:00:00+01:00'] },
    },
    'UTC',
  )!;

  expect(listed.after(at('2026-01-01T00:00:00Z'))).toBe(at('2026-02-28T23:00:00Z'));
  expect(listed.after(at('2026-03-01T00:00:00Z'))).toBe(at('2026-03-02T00:00:00Z'));
  expect(listed.after(at('2026-03-02T00:00:00Z'))).toBeUndefined();
});
