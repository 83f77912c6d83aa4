import { expect, test } from 'vitest';
import { windowAt } from './time-window.ts';

const at = (text: string): number => Date.parse(text);
const noon = at('2026-03-02T12:00:00Z');

test('without a rule the window is the day', () => {
  expect(windowAt(undefined, noon, 'UTC', undefined)).toEqual({
    startAt: at('2026-03-02T00:00:00Z'),
    endAt: at('2026-03-03T00:00:00Z'),
  });
});

test('windows of a length begin at midnight, shifted as asked', () => {
  expect(windowAt({ type: 'DURATION_WINDOW', window: 'PT6H', windowAdvance: 'PT1H' }, noon, 'UTC', undefined)).toEqual({
    startAt: at('2026-03-02T07:00:00Z'),
    endAt: at('2026-03-02T13:00:00Z'),
  });
});

test('before a deadline counts from midnight, after it there is no window', () => {
  const rule = { type: 'DAILY_TIME_DEADLINE', deadline: '13:00:00' };

  expect(windowAt(rule, noon, 'UTC', undefined)?.endAt).toBe(at('2026-03-02T13:00:00Z'));
  expect(windowAt(rule, at('2026-03-02T13:00:00Z'), 'UTC', undefined)).toBeUndefined();
});

test('hours of the day are those of the zone', () => {
  const rule = { type: 'DAILY_TIME_WINDOW', startTime: '12:30:00', endTime: '14:00:00' };

  expect(windowAt(rule, noon, 'UTC', undefined)).toBeUndefined();
  expect(windowAt(rule, noon, 'Europe/Paris', undefined)?.startAt).toBe(at('2026-03-02T11:30:00Z'));
});

test('a sliding window begins with its first event and begins anew after its length', () => {
  const rule = { type: 'SLIDING_WINDOW', window: 'PT1H' };

  expect(windowAt(rule, noon, 'UTC', undefined)?.startAt).toBe(noon);
  expect(windowAt(rule, noon + 1_800_000, 'UTC', noon)?.startAt).toBe(noon);
  expect(windowAt(rule, noon + 3_600_000, 'UTC', noon)?.startAt).toBe(noon + 3_600_000);
});
