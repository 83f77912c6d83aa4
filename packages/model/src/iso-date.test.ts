import { expect, test } from 'vitest';
import { isoDate } from './iso-date.ts';

test.each([
  ['2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z'],
  ['2026-03-01T08:00+01:00', '2026-03-01T07:00:00Z'],
  ['2026-03-01T08:00:00.5-0500', '2026-03-01T13:00:00.500Z'],
  ['2026-07-01T08:00:00', '2026-07-01T06:00:00Z'],
  ['2026-07-01', '2026-06-30T22:00:00Z'],
])('%s in Paris is %s', (text, instant) => {
  expect(isoDate(text, 'Europe/Paris')).toBe(Date.parse(instant));
});

test.each(['nonsense', '2026-13-01T00:00:00Z', '2026-03-01T25:00:00', '1 March 2026', '{{ now() }}'])(
  '%s is no date',
  (text) => {
    expect(() => isoDate(text, 'Europe/Paris')).toThrow(`'${text}' is not a date such as 2026-03-01T08:00:00Z`);
  },
);
