import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginOfSpan, chartSpan } from './chart-span.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test.each([
  ['an hour', hourMs, 60_000],
  ['a day', dayMs, hourMs],
  ['a month', 30 * dayMs, dayMs],
  ['a year', 365 * dayMs, 7 * dayMs],
])('%s is shown in spans of which there are some, and not too many', (_, lengthMs, sizeMs) => {
  expect(chartSpan(0, lengthMs, 0).sizeMs).toBe(sizeMs);
  expect(lengthMs / sizeMs).toBeLessThan(200);
});

test('days begin where the zone says, weeks on its Monday', () => {
  const at = Date.parse('2026-03-04T00:30:00+02:00');
  const iso = (lengthMs: number): string =>
    new Date(beginOfSpan(at, chartSpan(at - lengthMs, at, 2 * hourMs))).toISOString();
  expect(iso(30 * dayMs)).toBe('2026-03-03T22:00:00.000Z');
  expect(iso(365 * dayMs)).toBe('2026-03-01T22:00:00.000Z');
});

test('every instant lies in the span that begins before it', () => {
  const instants = fc.integer({ min: -1e12, max: 1e13 });
  const offsets = fc.integer({ min: -56, max: 56 }).map((quarters) => quarters * 900_000);
  fc.assert(
    fc.property(instants, offsets, fc.integer({ min: 1, max: 400 * dayMs }), (at, offsetMs, lengthMs) => {
      const span = chartSpan(at, at + lengthMs, offsetMs);
      const begin = beginOfSpan(at, span);
      expect(begin <= at && at < begin + span.sizeMs && beginOfSpan(begin, span) === begin).toBe(true);
    }),
  );
});
