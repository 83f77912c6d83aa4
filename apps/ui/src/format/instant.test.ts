import { expect, test } from 'vitest';
import { formatInstant, formatInstantWithZone, formatMinute, zoneName } from './instant.ts';

const at = Date.parse('2026-03-04T23:05:09.042Z');

test('an instant is shown to the millisecond in the zone asked for, which may be another day', () => {
  expect(formatInstant(at, { zone: 'Asia/Tokyo', dates: 'iso' })).toBe('2026-03-05 08:05:09.042');
  expect(formatInstant(at, { zone: 'UTC', dates: 'iso' })).toBe('2026-03-04 23:05:09.042');
});

test('midnight is the hour 00', () => {
  expect(formatInstant(Date.parse('2026-03-04T00:00:00Z'), { zone: 'UTC', dates: 'iso' })).toBe(
    '2026-03-04 00:00:00.000',
  );
});

test('where it stands alone the zone is named, with its summer time', () => {
  const summer = Date.parse('2026-07-04T12:00:00Z');

  expect(formatInstantWithZone(at, { zone: 'Europe/Berlin', dates: 'iso' })).toMatch(/ UTC\+1$/);
  expect(formatInstantWithZone(summer, { zone: 'Europe/Berlin', dates: 'iso' })).toMatch(/ UTC\+2$/);
});

test('the zone without an offset is UTC', () => {
  expect(formatInstantWithZone(at, { zone: 'UTC', dates: 'iso' })).toMatch(/042 UTC$/);
});

test('a minute has all of the hour, in the form of the browser, too', () => {
  const hour = formatMinute(at, { zone: 'UTC', dates: 'local' });

  expect(formatMinute(at, { zone: 'UTC', dates: 'iso' })).toBe('2026-03-04 23:05');
  expect(hour).toMatch(/23:05|11:05\sPM/);
});

test('instants of several offsets are told by the name of their zone', () => {
  expect(zoneName({ zone: 'Europe/Berlin', dates: 'iso' })).toBe('Europe/Berlin');
});

test('a zone that is not known is that of the browser', () => {
  expect(formatInstant(at, { zone: 'Mars/Olympus', dates: 'iso' })).toBe(formatInstant(at, { zone: '', dates: 'iso' }));
});
