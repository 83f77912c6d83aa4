import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './index.ts';

test.each([
  ['PT1H', 3_600_000],
  ['P1D', 86_400_000],
  ['P1DT2H3M4.5S', 93_784_500],
  ['-PT1.5S', -1_500],
  ['P2W', 1_209_600_000],
  ['PT0S', 0],
])('%s has %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', 'P', 'PT', '1h', 'PT1', 'P1M', 'P1Y', 'PTS'])('%j is refused by name', (text) => {
  expect(() => parseDuration(text)).toThrow(`'${text}' is not an ISO-8601 duration`);
});

test('a duration that is printed reads back', () => {
  expect(formatDuration(92_000)).toBe('PT1M32S');
  expect(formatDuration(0)).toBe('PT0S');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});
