import { expect, test } from 'vitest';
import { filledPart, standingOf } from './standing.ts';

test.each([
  [0, 10, 'free', 0],
  [7, 10, 'free', 0.7],
  [8, 10, 'near', 0.8],
  [10, 10, 'reached', 1],
  [11, 10, 'exceeded', 1],
  [0, 0, 'reached', 1],
  [1, 0, 'exceeded', 1],
])('%d of %d is %s', (count, limit, standing, part) => {
  expect([standingOf({ count, limit }), filledPart({ count, limit })]).toEqual([standing, part]);
});
