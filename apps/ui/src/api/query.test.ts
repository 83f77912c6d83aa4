import { expect, test } from 'vitest';
import { labelFilters, listQuery } from './query.ts';

test('each label is a filter of its own, and what is not yet one is left out', () => {
  const query = listQuery({ filters: labelFilters('team:sales, url:http://a/b, tie') });

  expect(query.getAll('filters[labels][EQUALS]')).toEqual(['team:sales', 'url:http://a/b']);
});
