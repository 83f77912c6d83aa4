import { expect, test } from 'vitest';
import { mergeLabels, systemLabelProblem, toLabels } from './labels.ts';

test('labels are a map or a list; numbers and booleans become text, null is dropped', () => {
  expect(toLabels({ a: 1, b: true, c: null })).toEqual([
    { key: 'a', value: '1' },
    { key: 'b', value: 'true' },
  ]);
  expect(toLabels([{ key: 'a', value: 'x' }])).toEqual([{ key: 'a', value: 'x' }]);
  expect(toLabels(undefined)).toEqual([]);
});

test('of several labels with one key the last value stands, at the place of the first', () => {
  const merged = mergeLabels(toLabels({ a: '1', b: '2' }), toLabels({ a: '3' }));

  expect(merged).toEqual(toLabels({ a: '3', b: '2' }));
});

test('system labels are refused, but for read-only', () => {
  expect(systemLabelProblem(toLabels({ 'system.readOnly': 'true', env: 'prod' }))).toBeUndefined();
  expect(systemLabelProblem(toLabels({ 'system.from': 'me' }))).toContain('system.from=me');
});
