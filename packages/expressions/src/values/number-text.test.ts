import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doubleText, floatText } from './number-text.ts';
import { parseJson } from './parse-json.ts';
import { toJsonText } from './json-text.ts';

test.each([
  [1, '1.0'],
  [0.001, '0.001'],
  [0.0001, '1.0E-4'],
  [9_999_999, '9999999.0'],
  [1e7, '1.0E7'],
  [1.234e11, '1.234E11'],
  [-0, '-0.0'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('the double %d prints as %s', (value, text) => {
  expect(doubleText(value)).toBe(text);
});

test('a float prints the fewest digits that read back as the same float', () => {
  expect(floatText(Math.fround(12.3))).toBe('12.3');
  expect(floatText(-0)).toBe('-0.0');
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      expect(Math.fround(Number(floatText(value)))).toBe(value);
    }),
  );
});

test('JSON that is read prints as it was, apart from null entries', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, (_, item: unknown) =>
        typeof item === 'number' && !Number.isSafeInteger(item) ? Math.trunc(item % 1e6) + 0 : item,
      );
      expect(toJsonText(parseJson(text, true))).toBe(JSON.stringify([JSON.parse(text)], leaveOutNull).slice(1, -1));
    }),
  );
});

function leaveOutNull(this: unknown, _key: string, item: unknown): unknown {
  return item === null && !Array.isArray(this) ? undefined : item;
}
