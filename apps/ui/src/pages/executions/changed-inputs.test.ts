import { expect, test } from 'vitest';
import { changedInputs } from './changed-inputs.ts';

test('inputs that differ are told with both values, those that are alike are not', () => {
  expect(changedInputs({ amount: 12, day: null, old: 'x' }, { amount: 500, day: null, added: { a: 1 } })).toEqual([
    { id: 'amount', before: '12', after: '500' },
    { id: 'added', before: undefined, after: '{"a":1}' },
    { id: 'old', before: '"x"', after: undefined },
  ]);
});

test('without inputs nothing has changed', () => {
  expect(changedInputs(undefined, {})).toEqual([]);
});
