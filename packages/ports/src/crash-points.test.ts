import { expect, test } from 'vitest';
import { crashAt, neverCrash } from './crash-points.ts';

test('without the variable nothing dies', () => {
  expect(crashAt(undefined, () => expect.unreachable())).toBe(neverCrash);
});

test('the process dies once, at the nth pass of the point that is named', () => {
  const deaths: number[] = [];
  let passes = 0;
  const pass = crashAt('executor.before-commit:3', () => deaths.push(passes));

  for (passes = 1; passes <= 5; passes += 1) {
    pass('executor.after-commit');
    pass('executor.before-commit');
  }

  expect(deaths).toEqual([3]);
});

test.each(['executor', 'executor.before-commit:0', 'executor.before-commit:x'])("'%s' is refused", (text) => {
  expect(() => crashAt(text, () => undefined)).toThrow('WINDHOVER_CRASH_AT');
});
