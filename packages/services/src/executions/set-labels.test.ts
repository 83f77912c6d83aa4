import { expect, test } from 'vitest';
import { checkUserLabels } from './set-labels.ts';

test.each([
  [[{ key: '', value: 'x' }], "Invalid entity: labels: ':x' needs both a key and a value"],
  [[{ key: 'team', value: '' }], "Invalid entity: labels: 'team:' needs both a key and a value"],
  [
    [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ],
    "Invalid entity: labels: 'a' is given more than once",
  ],
])('the labels %j are refused', (labels, message) => {
  expect(() => checkUserLabels(labels)).toThrow(message);
});
