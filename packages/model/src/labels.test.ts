import { expect, test } from 'vitest';
import { mergeLabels, labelProblem, toLabels } from './labels.ts';

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
  expect(labelProblem(toLabels({ 'system.readOnly': 'true', env: 'prod' }))).toBeUndefined();
  expect(labelProblem(toLabels({ 'system.from': 'me' }))).toContain('system.from=me');
});

test('a label that fits into no index is refused, however many bytes its characters have', () => {
  expect(labelProblem([{ key: 'note', value: 'x'.repeat(1_996) }])).toBeUndefined();
  expect(labelProblem([{ key: 'note', value: 'x'.repeat(1_997) }])).toBe(
    "Label 'note' has 2001 bytes, key and value together: at most 2000 are kept",
  );
  expect(labelProblem([{ key: 'note', value: '€'.repeat(700) }])).toContain('2104 bytes');
});
