import { expect, test } from 'vitest';
import { windowAt, windowEndAfter } from './time-window.ts';

const at = (text: string): number => Date.parse(text);
const noon = at('2026-03-02T12:00:00Z');
const dayMs = 86_400_000;

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

test('a window of several days stays open from the midnight before its first event on', () => {
  const rule = { type: 'DURATION_WINDOW', window: 'P2D' };
  const { startAt } = windowAt(rule, noon, 'UTC', undefined)!;

  expect(windowAt(rule, noon + dayMs, 'UTC', startAt)).toEqual({
    startAt: at('2026-03-02T00:00:00Z'),
    endAt: at('2026-03-04T00:00:00Z'),
  });
  expect(windowAt(rule, noon + 2 * dayMs, 'UTC', startAt)?.startAt).toBe(at('2026-03-04T00:00:00Z'));
});

test.each([
  ['P1D', undefined, '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['PT6H', 'PT1H', '2026-03-02T12:00:00Z', '2026-03-02T12:00:00Z', '2026-03-02T18:00:00Z'],
  ['P7D', undefined, '2026-03-29T12:00:00Z', '2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['P7D', 'PT8H', '2026-03-30T05:00:00Z', '2026-03-23T07:00:00Z', '2026-03-30T06:00:00Z'],
  ['P2D', undefined, '1970-01-08T12:00:00Z', '1970-01-06T23:00:00Z', '1970-01-08T23:00:00Z'],
])('windows of %s, shifted by %s, follow each other whatever happens', (window, windowAdvance, event, start, end) => {
  const rule = { type: 'EVERY', window, ...(windowAdvance !== undefined && { windowAdvance }) };

  expect(windowAt(rule, at(event), 'Europe/Paris', undefined)).toEqual({ startAt: at(start), endAt: at(end) });
  expect(windowEndAfter(rule, at(event), 'Europe/Paris')).toBe(at(end));
});

test.each([
  [{ type: 'DAILY_TIME_DEADLINE', deadline: '09:00:00+01:00' }, '2026-03-01T23:00:00Z', '2026-03-02T08:00:00Z'],
  [{ type: 'DAILY_TIME_DEADLINE', deadline: '09:00:00Z' }, '2026-03-02T00:00:00Z', '2026-03-02T09:00:00Z'],
  [
    { type: 'DAILY_TIME_WINDOW', startTime: '02:00-05:00', endTime: '04:00-05:00' },
    '2026-03-02T07:00:00Z',
    '2026-03-02T09:00:00Z',
  ],
])('times of %j are meant at their offset, not in the zone', (rule, start, end) => {
  expect(windowAt(rule, at('2026-03-02T07:30:00Z'), 'America/New_York', undefined)).toEqual({
    startAt: at(start),
    endAt: at(end),
  });
});

test('hours that end before they begin end on the next day', () => {
  const rule = { type: 'DAILY_TIME_WINDOW', startTime: '22:00', endTime: '02:00' };
  const night = { startAt: at('2026-03-01T22:00:00Z'), endAt: at('2026-03-02T02:00:00Z') };

  expect(windowAt(rule, at('2026-03-01T23:00:00Z'), 'UTC', undefined)).toEqual(night);
  expect(windowAt(rule, at('2026-03-02T01:59:59Z'), 'UTC', undefined)).toEqual(night);
  expect(windowAt(rule, noon, 'UTC', undefined)).toBeUndefined();
});

test('a window that looks back goes along with each event', () => {
  const rule = { type: 'LOOKBACK', window: 'PT1H' };

  expect(windowAt(rule, noon, 'UTC', undefined)).toEqual({
    startAt: noon - 3_600_000,
    endAt: noon + 1,
    isMoving: true,
  });
});

test.each([
  [{ type: 'DAILY_TIME_DEADLINE', deadline: '13:00' }, '2026-03-02T13:00:00Z'],
  [{ type: 'DAILY_TIME_DEADLINE', deadline: '12:00' }, '2026-03-03T12:00:00Z'],
  [{ type: 'DAILY_TIME_WINDOW', startTime: '22:00', endTime: '02:00' }, '2026-03-03T02:00:00Z'],
  [{ type: 'DAILY_TIME_WINDOW', startTime: '11:00', endTime: '12:30' }, '2026-03-02T12:30:00Z'],
  [{ type: 'DURATION_WINDOW', window: 'PT6H' }, '2026-03-02T18:00:00Z'],
  [undefined, '2026-03-03T00:00:00Z'],
])('the window %j ends next at %s', (rule, end) => {
  expect(windowEndAfter(rule, noon, 'UTC')).toBe(at(end));
});

test.each(['SLIDING_WINDOW', 'LOOKBACK'])('a %s ends when events say', (type) => {
  expect(windowEndAfter({ type, window: 'PT1H' }, noon, 'UTC')).toBeUndefined();
});
