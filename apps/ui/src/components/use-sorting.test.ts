import { expect, test } from 'vitest';
import { nextSort } from './use-sorting.ts';

test('a header is first what its column begins with, then the other way round, then no order of its own', () => {
  expect(nextSort(undefined, 'duration:desc')).toBe('duration:desc');
  expect(nextSort('duration:desc', 'duration:desc')).toBe('duration:asc');
  expect(nextSort('duration:asc', 'duration:desc')).toBeUndefined();
  expect(nextSort('id:desc', 'id:asc')).toBeUndefined();
});

test('another column takes the order over', () => {
  expect(nextSort('id:asc', 'duration:desc')).toBe('duration:desc');
});
