import { expect, test } from 'vitest';
import { filtersAmong, withoutSearch, withSearch } from './saved-searches.ts';

const failed = { name: 'Failed', values: { state: 'FAILED' } };
const all = { name: 'All', values: { q: 'x' } };

test('searches stand in the order of their names, and a name is taken once', () => {
  const again = { name: 'Failed', values: { state: 'FAILED,KILLED' } };

  expect(withSearch([failed], all)).toEqual([all, failed]);
  expect(withSearch([all, failed], again)).toEqual([all, again]);
  expect(withoutSearch([all, failed], 'All')).toEqual([failed]);
});

test('filters are what is set, without the place in the list', () => {
  expect(filtersAmong({ q: 'x', state: '', namespace: undefined, page: '3', size: '25' })).toEqual({ q: 'x' });
});
