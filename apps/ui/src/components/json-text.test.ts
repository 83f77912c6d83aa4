import { expect, test } from 'vitest';
import { jsonText, listOf, objectOf } from './json-text.ts';

test('a text is read as the kind of data that is asked for, or not at all', () => {
  expect(objectOf('{"a": 1}')).toEqual({ a: 1 });
  expect(listOf('[1, 2]')).toEqual([1, 2]);
  expect([objectOf('[1]'), objectOf('null'), objectOf('{"a": '), listOf('{}'), listOf('1')]).toEqual(
    Array(5).fill(undefined),
  );
});

test('nothing is written as an empty text, and an empty text is read as empty data', () => {
  expect(jsonText(undefined)).toBe('');
  expect([objectOf(' '), listOf('')]).toEqual([{}, []]);
});
