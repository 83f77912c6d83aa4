import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each([
  ['mesage', 'message'],
  ['Message', 'message'],
  ['messgae', 'message'],
  ['xyz', undefined],
  ['constructor', undefined],
])('%s', (name, expected) => {
  expect(nearestName(name, ['message', 'level', 'description'])).toBe(expected);
});
