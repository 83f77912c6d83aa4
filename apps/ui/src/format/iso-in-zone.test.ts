import { expect, test } from 'vitest';
import { isoInZone } from './iso-in-zone.ts';

const at = Date.UTC(2026, 0, 31, 23, 30);

test.each([
  ['Europe/Berlin', '2026-02-01T00:30:00.000+01:00'],
  ['America/St_Johns', '2026-01-31T20:00:00.000-03:30'],
  ['UTC', '2026-01-31T23:30:00.000+00:00'],
])('an instant in %s names its offset', (zone, expected) => {
  expect(isoInZone(at, { zone })).toBe(expected);
  expect(Date.parse(expected)).toBe(at);
});
